-- What an answer counted, and until when it is kept; coordinator, as the answers themselves.

-- Subjects with their articles and their past, the grounds of header, summary and confidence; null: not kept then.
ALTER TABLE answers ADD COLUMN workings jsonb;

-- Each answer is kept as long as was promised when it was given, whatever the setting says later.
ALTER TABLE answers ADD COLUMN keep_until timestamptz;
UPDATE answers SET keep_until = asked_at + interval '30 days';
ALTER TABLE answers ALTER COLUMN keep_until SET NOT NULL;
CREATE INDEX answers_until ON answers (keep_until);
DROP INDEX answers_time;
