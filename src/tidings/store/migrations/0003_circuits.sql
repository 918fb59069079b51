-- Circuits of language models; coordinator, a row a model that has ever failed.

CREATE TABLE model_circuits (
    model         text PRIMARY KEY,
    failures      int NOT NULL DEFAULT 0,   -- in a row
    opened        int NOT NULL DEFAULT 0,   -- times since it was last closed
    open_until    timestamptz,              -- null: closed
    probed_until  timestamptz               -- somebody is trying it until then
);
