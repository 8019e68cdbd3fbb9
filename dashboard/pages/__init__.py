"""Pages: each exports ``layout`` and, when it answers to the reader, ``register``."""
