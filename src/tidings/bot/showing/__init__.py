"""What was answered on its way out: made Telegram's, stored, sent, shown once."""
