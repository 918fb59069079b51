-- How far service is reduced: who changed it, when and why; coordinator, as every command reads its newest row first.

-- Rows are only ever added; the newest says what holds. Nothing here means that service was never reduced.
CREATE TABLE degradations (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    level    smallint NOT NULL CHECK (level BETWEEN 0 AND 3),
    by_rule  boolean NOT NULL,              -- else by an operator
    who      text NOT NULL CHECK (who <> ''),
    why      text NOT NULL CHECK (why <> ''),
    at       timestamptz NOT NULL,
    since    timestamptz NOT NULL           -- when this level began: earlier than `at` where only its keeper changed
);

CREATE FUNCTION degradations_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of degradations are kept as they are';
END
$$;
CREATE TRIGGER degradations_last BEFORE UPDATE OR DELETE ON degradations
    FOR EACH ROW EXECUTE FUNCTION degradations_last();

-- What the rule remembers between two looks at the alerts. One row.
CREATE TABLE degradation_rule (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    looked_at    timestamptz,               -- when it last knew which alerts fire
    quiet_since  timestamptz,               -- since when no alert asks for the level that holds; null: one does
    counted      bigint NOT NULL DEFAULT 0  -- the newest of degradations that is in some process's metrics
);
INSERT INTO degradation_rule DEFAULT VALUES;
