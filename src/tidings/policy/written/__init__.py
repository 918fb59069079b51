"""A written sentence held against a passage: one way in which it may not be borne out a module."""
