"""What the pages of this room show, gathered from queries and the engine. No request, no HTML."""
