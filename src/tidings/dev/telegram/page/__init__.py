"""The chats to look at and to write in: a page as on a phone."""
