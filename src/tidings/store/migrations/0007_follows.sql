-- What readers follow, what came in for it, and what they were told of it; coordinator, as it is small and has one place.
--
-- The queue of jobs has tables of its own, which its library makes (store/queue.py).

-- Stories followed by whoever followed one that was found to be part of them.
CREATE INDEX story_merges_into ON story_merges (into_id);

-- Articles in the order they came, until they are held against what is followed; the transaction that stores an article
-- adds its row, the one that stores its matches removes it.
CREATE TABLE arrivals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id  bigint NOT NULL,
    arrived_at  timestamptz NOT NULL
);

-- A story, a name or a query, once for all who follow it.
CREATE TABLE subjects (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL CHECK (kind IN ('story', 'name', 'query')),
    key       text NOT NULL,
    words     text NOT NULL,        -- the query, the name as the first to follow it wrote it, or the title of an article
    lang      text,                 -- articles in this language alone; null: in any
    target    bigint,               -- the story's id, or the one a name is counted under; null for a query
    embedder  text,                 -- what made the vector of a query
    vector    halfvec(512),
    version   bigint NOT NULL,      -- of follow_state when it was made
    UNIQUE (kind, key)
);
CREATE INDEX subjects_version ON subjects (version);

-- One row. Whoever changes what is followed raises the version first, and so does it alone: whoever has seen a version
-- has seen everything up to it.
CREATE TABLE follow_state (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version   bigint NOT NULL DEFAULT 0
);
INSERT INTO follow_state DEFAULT VALUES;

CREATE TABLE follows (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reader      bigint NOT NULL,            -- Telegram's number of the user
    subject_id  bigint NOT NULL REFERENCES subjects,
    words       text NOT NULL,              -- as this reader is shown it: a name in their own spelling
    sources     text[] NOT NULL DEFAULT '{}',       -- from these outlets alone; none: from all
    since       timestamptz NOT NULL,       -- what came before is not told
    alerted_at  timestamptz,
    due_at      timestamptz,                -- when to see what came for it; null: nothing came
    UNIQUE (reader, subject_id)
);
CREATE INDEX follows_subject ON follows (subject_id);
CREATE INDEX follows_due ON follows (due_at) WHERE due_at IS NOT NULL;

-- Which article is about what, for some days.
CREATE TABLE subject_matches (
    subject_id    bigint NOT NULL REFERENCES subjects ON DELETE CASCADE,
    article_id    bigint NOT NULL,
    story_id      bigint NOT NULL,          -- the one it joined; it may have gone into another since
    source_id     bigint NOT NULL,
    published_at  timestamptz NOT NULL,
    arrived_at    timestamptz NOT NULL,
    PRIMARY KEY (subject_id, article_id)
);
CREATE INDEX subject_matches_arrival ON subject_matches (subject_id, arrived_at);
CREATE INDEX subject_matches_age ON subject_matches (arrived_at);

-- What a reader was told of, by an alert or by a digest: never again.
CREATE TABLE told (
    reader      bigint NOT NULL,
    article_id  bigint NOT NULL,
    told_at     timestamptz NOT NULL,
    key         text NOT NULL,              -- of the outbox
    PRIMARY KEY (reader, article_id)
);
CREATE INDEX told_age ON told (told_at);

-- When a reader's next digest is due, by the hour and the zone they had chosen when that was worked out. Whoever wants
-- none any more keeps the row, so that a day has one digest however often they change their mind.
CREATE TABLE digests (
    reader   bigint PRIMARY KEY,
    hour     smallint,                      -- null: none is wanted
    zone     text NOT NULL,
    day      date NOT NULL,                 -- on their calendar: the first that may still have one
    due_at   timestamptz,                   -- null: none is wanted
    told_to  timestamptz NOT NULL           -- what came after that is for the next one
);
CREATE INDEX digests_due ON digests (due_at);

-- What the queue's library has made of its tables: the last of its migrations that they have.
CREATE TABLE queue_schema (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    applied   text NOT NULL
);
