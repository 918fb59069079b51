-- The corpus and what is computed over it.
--
-- Rules that keep this schema able to run on a Citus cluster; tests/integration/store/test_schema.py holds them:
--   * articles, article_index, article_signals, article_revisions, article_bands and duplicates are distributed by the
--     article's id, which every unique key of theirs contains; the id is a hash of the canonical address, so
--     no sequence assigns it and the primary key alone makes it unique;
--   * sources, feeds, stories, story_merges, term_counts and corpus_days are reference tables, corpus_state
--     and imports stay on the coordinator;
--   * no foreign key leaves a distributed table, and there are no triggers.

CREATE EXTENSION IF NOT EXISTS vector;

-- One row, coordinator. `epoch` rises with every committed batch: caches and in-memory indexes compare it.
CREATE TABLE corpus_state (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch      bigint NOT NULL DEFAULT 0,
    embedder   text,
    dimension  int,
    newest_at  timestamptz
);
INSERT INTO corpus_state DEFAULT VALUES;

CREATE TABLE sources (
    id    bigint PRIMARY KEY,           -- hash of the folded name
    name  text NOT NULL
);

CREATE TABLE feeds (
    id              bigint PRIMARY KEY, -- hash of the address as added
    url             text NOT NULL,      -- may follow a permanent redirect
    title           text NOT NULL DEFAULT '',
    site_url        text,
    category        text,
    lang            text,
    added_at        timestamptz NOT NULL DEFAULT now(),
    state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'backing_off', 'dead')),
    reason          text,               -- code of the last failure
    error_streak    int NOT NULL DEFAULT 0,
    etag            text,
    last_modified   text,
    next_poll_at    timestamptz NOT NULL DEFAULT now(),
    last_polled_at  timestamptz,
    last_ok_at      timestamptz,
    last_new_at     timestamptz,
    interval_s      int NOT NULL DEFAULT 900,
    articles        bigint NOT NULL DEFAULT 0
);

-- The document: read by id only, so its width costs no scan.
CREATE TABLE articles (
    id            bigint PRIMARY KEY,
    url           text,                 -- null where the feed gave none
    source_id     bigint NOT NULL,
    feed_id       bigint,
    title         text NOT NULL,
    text          text NOT NULL,        -- the stored text: title, blank line, body; quote offsets count in it
    lang          text NOT NULL,
    published_at  timestamptz NOT NULL,
    date_rule     text NOT NULL,        -- how published_at was decided
    fetched_at    timestamptz NOT NULL,
    revision      int NOT NULL DEFAULT 1,
    content_hash  bigint NOT NULL,
    minhash       bytea NOT NULL,
    keyphrases    jsonb NOT NULL,       -- [[phrase, norm, score, ngram], ...]
    entities      jsonb NOT NULL        -- [[text, key, kind], ...]
);

-- Earlier and present texts of an article; revision 1 is what was first read.
CREATE TABLE article_revisions (
    article_id    bigint NOT NULL,
    revision      int NOT NULL,
    revised_at    timestamptz NOT NULL, -- when this text became known
    title         text NOT NULL,
    text          text NOT NULL,
    content_hash  bigint NOT NULL,
    PRIMARY KEY (article_id, revision)
);

-- What retrieval scans: a window of rows through the index on time.
CREATE TABLE article_index (
    id            bigint PRIMARY KEY,
    published_at  timestamptz NOT NULL,
    source_id     bigint NOT NULL,
    story_id      bigint NOT NULL,
    lang          text NOT NULL,
    terms         sparsevec NOT NULL,
    embedding     halfvec(512) NOT NULL
);
-- A long text's term vector must not move out of line one by one; see docs/storage.md.
ALTER TABLE article_index ALTER COLUMN terms SET STORAGE MAIN;
ALTER TABLE article_index ALTER COLUMN embedding SET STORAGE PLAIN;
ALTER TABLE article_index SET (toast_tuple_target = 8160);
CREATE INDEX article_index_time ON article_index (published_at);

-- What statistics scan: narrow rows of numbers.
CREATE TABLE article_signals (
    id            bigint PRIMARY KEY,
    published_at  timestamptz NOT NULL,
    source_id     bigint NOT NULL,
    story_id      bigint NOT NULL,
    lang          text NOT NULL,
    sentiment     real NOT NULL,
    emotions      real[] NOT NULL,      -- joy, fear, anger, sadness, surprise
    phrase_ids    bigint[] NOT NULL,
    entity_ids    bigint[] NOT NULL
);
CREATE INDEX article_signals_time ON article_signals (published_at)
    INCLUDE (story_id, source_id, lang, sentiment);
CREATE INDEX article_signals_story ON article_signals (story_id, published_at);

-- Keys under which an equal or nearly equal text is found again: the text's hash and its MinHash bands.
CREATE TABLE article_bands (
    band          bigint NOT NULL,
    id            bigint NOT NULL,
    published_at  timestamptz NOT NULL,
    PRIMARY KEY (band, id)
);
CREATE INDEX article_bands_id ON article_bands (id);

-- Copies: linked to the article they repeat, never counted as news.
CREATE TABLE duplicates (
    id            bigint PRIMARY KEY,
    of_article    bigint NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('exact', 'near')),
    url           text,
    source_id     bigint NOT NULL,
    story_id      bigint NOT NULL,
    title         text NOT NULL,
    content_hash  bigint NOT NULL,
    published_at  timestamptz NOT NULL,
    fetched_at    timestamptz NOT NULL
);
CREATE INDEX duplicates_of ON duplicates (of_article);
CREATE INDEX duplicates_time ON duplicates (published_at) INCLUDE (story_id, source_id);

CREATE TABLE stories (
    id             bigint PRIMARY KEY,  -- the founding article's id
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    size           int NOT NULL,
    epoch          bigint NOT NULL,     -- of the batch that changed it last
    vector_sum     bytea,               -- what the assigner needs to go on; both null once the story has ended
    weights        jsonb                -- {langs, terms, entities}
);
CREATE INDEX stories_live ON stories (last_seen_at) WHERE vector_sum IS NOT NULL;

-- Two stories found to be one, and when that became known: a view as of an earlier moment keeps them apart.
CREATE TABLE story_merges (
    story_id  bigint PRIMARY KEY,
    into_id   bigint NOT NULL,
    known_at  timestamptz NOT NULL
);

-- Document frequencies by day and by month, so that "as of" any moment sums few rows.
CREATE TABLE term_counts (
    term    bigint NOT NULL,            -- hash of a stem, or of a keyphrase's stems
    grain   "char" NOT NULL CHECK (grain IN ('d', 'm')),
    period  date NOT NULL,
    n       int NOT NULL,
    PRIMARY KEY (term, grain, period)
);

CREATE TABLE corpus_days (
    day       date NOT NULL,
    lang      text NOT NULL,
    articles  int NOT NULL,
    tokens    bigint NOT NULL,
    PRIMARY KEY (day, lang)
);

-- How far each import has come; committed with its batches, so a killed import resumes where it stood.
CREATE TABLE imports (
    id           bigint PRIMARY KEY,    -- hash of the file's content
    path         text NOT NULL,
    rows_done    bigint NOT NULL DEFAULT 0,
    outcomes     jsonb NOT NULL DEFAULT '{}',
    started_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz
);
