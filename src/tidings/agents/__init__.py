"""The analysts: each one file with what it answers and how it answers without a network."""
