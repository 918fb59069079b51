"""The gate every answer passes: what is not proved by a stored article is not said."""
