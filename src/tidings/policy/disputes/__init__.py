"""Where two sources contradict each other, and how that is said."""
