"""Sentences, tokens and quotation marks, always with offsets."""
