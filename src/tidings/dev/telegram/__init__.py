"""A local server that speaks the wire format of the Telegram Bot API, with a page to look at its chats."""
