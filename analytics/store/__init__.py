"""What has been read and scored, kept in SQLite."""
