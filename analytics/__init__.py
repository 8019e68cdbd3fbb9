"""OnRecord: who stands where, since when, and on what evidence."""
