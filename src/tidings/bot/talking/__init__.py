"""What readers type and press, and what it does."""
