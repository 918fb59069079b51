-- Backups that were finished, so that whoever runs Tidings is told how old the last one is; coordinator.

CREATE TABLE backups (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The moment whose state it holds, not the one at which its file was ready.
    made_at  timestamptz NOT NULL,
    bytes    bigint NOT NULL,
    articles bigint NOT NULL,
    checksum text NOT NULL UNIQUE
);
CREATE INDEX backups_time ON backups (made_at);
