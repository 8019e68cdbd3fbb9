"""Whether what is read, and how it is judged, is still what it was (``docs/learning.md``)."""
