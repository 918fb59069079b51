"""What is happening and what is rising, computed from every article of a window."""
