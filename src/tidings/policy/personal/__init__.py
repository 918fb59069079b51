"""What is somebody's own in a text: numbers, addresses, keys; where it is, and masked."""
