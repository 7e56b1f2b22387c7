"""The outside world: documents to print, files to download, mail to send."""
