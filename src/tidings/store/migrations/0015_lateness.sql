-- When a message was to be shown: each failed try moves `due_at`, and how late it is counts from the first.
ALTER TABLE outbox ADD COLUMN wanted_at timestamptz NOT NULL DEFAULT now();
