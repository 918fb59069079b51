-- What is rolled out to a share of users, and every decision about it.

CREATE TABLE rollouts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flag        text NOT NULL,
    variant     text NOT NULL,
    state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'complete', 'rolled_back')),
    -- Percent and least seconds of each stage in turn, and which of them it is in, from 0.
    stages      jsonb NOT NULL,
    stage       integer NOT NULL DEFAULT 0 CHECK (stage >= 0),
    percent     integer NOT NULL CHECK (percent BETWEEN 1 AND 100),
    -- How its controller judges: limits, how often, over how long.
    options     jsonb NOT NULL,
    why         text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    stage_since timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz
);
-- Two at a time could not be told apart by what users of the canary see.
CREATE UNIQUE INDEX rollouts_one_running ON rollouts ((true)) WHERE state = 'running';

CREATE TABLE rollout_decisions (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rollout  bigint NOT NULL REFERENCES rollouts ON DELETE CASCADE,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    decision text NOT NULL,
    percent  integer NOT NULL,
    -- A key of the catalogue with its numbers, said in the reader's language; or what an operator wrote.
    reason   text NOT NULL,
    params   jsonb NOT NULL,
    measures jsonb
);
CREATE INDEX rollout_decisions_of ON rollout_decisions (rollout, id);
