"""Charts: an answer as a picture, for a chat and for a page alike."""
