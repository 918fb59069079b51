-- What Telegram sent and what is to be sent to it: nothing of either is lost or done twice.
SELECT 1;
