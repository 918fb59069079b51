-- What processes counted of their commands, for reports of service levels without Prometheus; coordinator, as it is
-- little and read as a whole.
--
-- Each process adds a row a minute at most, with what has happened since its row before, and none where nothing has.
-- Nobody's identity is in it. Rows older than any report looks back are removed as new ones come (store/slo.py).

CREATE TABLE tallies (
    id       uuid PRIMARY KEY,      -- made by the process, so that a row written twice is known
    since    timestamptz NOT NULL,
    until    timestamptz NOT NULL,
    counted  jsonb NOT NULL         -- {"commands trends": 3, ...}; the names stand in tallies.py
);
CREATE INDEX tallies_until ON tallies (until);
