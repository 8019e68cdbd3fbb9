"""Reading news: files and streams in, articles out."""
