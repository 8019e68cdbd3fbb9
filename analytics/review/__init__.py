"""People look at what the machine found: what to ask them next, how far they agree, and what they decided."""
