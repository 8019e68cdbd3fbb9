"""Training again from what people corrected, and putting in use only what is better (``docs/learning.md``)."""
