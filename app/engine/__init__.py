"""The pure engine: no framework, no database, no clock and no files are read from here down."""
