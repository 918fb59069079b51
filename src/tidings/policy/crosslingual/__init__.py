"""A sentence in one language held against an article in the other."""
