-- Readers of the bot, the buttons they were given and what they said of answers.
SELECT 1;
