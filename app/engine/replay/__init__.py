"""What the answers of one version of a toolkit would come to under another version of it."""
