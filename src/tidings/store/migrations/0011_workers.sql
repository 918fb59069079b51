-- Who polls which feed, and whose turn it is at which host, for any number of processes.
--
-- A process has a number and holds a session's advisory lock on it (store/processes.py); whatever bears the number
-- of a process that does not live is free.

-- What claims go by: of one host, one feed is polled at a time. In brackets an IPv6 address, which has colons in it.
ALTER TABLE feeds
    ADD COLUMN host text GENERATED ALWAYS AS
        (coalesce(substring(lower(url) FROM '^[a-z]+://(?:[^/?#@]*@)?(\[[^]]*\]|[^/?#:]*)'), '')) STORED,
    ADD COLUMN claimed_by int;          -- the process that polls it; null: nobody does
CREATE INDEX feeds_claimed ON feeds (claimed_by) WHERE claimed_by IS NOT NULL;

-- Hosts that were asked for something lately; coordinator. Nobody misses it after a crash of the server, which ends
-- all turns, so that it is not logged: a turn costs no wait for the disk.
CREATE UNLOGGED TABLE hosts (
    name          text PRIMARY KEY,
    held_by       int,                  -- the process whose turn it is; null: nobody's
    free_at       timestamptz NOT NULL, -- when the next request may begin
    closed_until  timestamptz NOT NULL DEFAULT '-infinity'  -- until when the host asked to be left alone
);
CREATE INDEX hosts_free ON hosts (free_at);

-- A writer that finds that another has written since takes over the stories it changed, and no others.
CREATE INDEX stories_changed ON stories (epoch);
