"""A sentence, and the passage it is held against, as proof reads them."""
