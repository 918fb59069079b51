-- Answers as they were given, and what was judged on the way; coordinator, as they are few and read by their key.
--
-- A row is written once, after its answer was proved, and removed when its days are over (TIDINGS_KEEP_ANSWERS_DAYS).
-- Personal data are masked in every text, as in the answers themselves.

CREATE TABLE answers (
    correlation_id  text PRIMARY KEY,
    asked_at        timestamptz NOT NULL,
    user_hash       text NOT NULL,          -- keeps users apart without saying who they are
    command         text NOT NULL,
    query           text,
    window_name     text NOT NULL,
    since           timestamptz NOT NULL,
    until           timestamptz NOT NULL,
    lang            text NOT NULL,          -- of its words
    model           text NOT NULL,
    tokens          bigint NOT NULL,
    nanos           bigint NOT NULL,        -- nano-dollars
    latency_ms      double precision NOT NULL,
    error_code      text,                   -- null: an answer was given
    rejected        boolean,                -- whether what a model wrote, or most claims, were refused; null: cannot tell
    answer          jsonb                   -- as it was shown; null where none was
);
CREATE INDEX answers_user ON answers (user_hash, asked_at);
CREATE INDEX answers_time ON answers (asked_at);
CREATE INDEX answers_told ON answers (command, asked_at) WHERE rejected IS NOT NULL;

-- Which words of which text an answer stands on: found again when an article is corrected.
CREATE TABLE answer_citations (
    correlation_id  text NOT NULL REFERENCES answers ON DELETE CASCADE,
    article_id      bigint NOT NULL,
    revision        int NOT NULL,
    quote_start     int NOT NULL,           -- characters of that revision's text, from 0
    quote_end       int NOT NULL,
    PRIMARY KEY (correlation_id, article_id, quote_start, quote_end)
);
CREATE INDEX answer_citations_article ON answer_citations (article_id, revision);

-- Everything that was proposed, in the order it was judged.
CREATE TABLE answer_claims (
    correlation_id  text NOT NULL REFERENCES answers ON DELETE CASCADE,
    place           int NOT NULL,
    part            text NOT NULL,          -- insight, or header, summary, label, reference
    insight         int,                    -- its number in the answer; null where it is not shown
    text            text NOT NULL,
    type            text,
    basis           text,
    written         boolean NOT NULL,       -- by a model
    outcome         text NOT NULL CHECK (outcome IN ('pass', 'drop', 'abstain')),
    reason          text CHECK ((reason IS NULL) = (outcome = 'pass')),
    refs            jsonb NOT NULL,         -- [[article id, reason or null], ...], as each was judged by itself
    PRIMARY KEY (correlation_id, place)
);
