"""What the pages of a draft show, worked out without a request. Markup is for the templates."""
