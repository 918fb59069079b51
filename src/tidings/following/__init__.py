"""What readers follow, and what was found for it."""
