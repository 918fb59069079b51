"""The Telegram face: commands, buttons, and the sending of what was answered."""
