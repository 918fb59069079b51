-- Readers of the bot, the buttons they were given and what they said of answers; coordinator, found by their keys.
--
-- All of a reader's rows are removed when they ask for it (store/readers.py, store/buttons.py, store/judgements.py).

CREATE TABLE readers (
    id               bigint PRIMARY KEY,    -- Telegram's number of the user
    telegram_lang    text,                  -- of their Telegram, as it was last seen
    lang             text CHECK (lang IN ('ru', 'en')),         -- chosen; null: as their Telegram
    zone             text,                  -- IANA name, chosen; null: not chosen, UTC
    digest_hour      smallint CHECK (digest_hour BETWEEN 0 AND 23),  -- on their clock; null: no digest
    quiet_from       smallint DEFAULT 23 CHECK (quiet_from BETWEEN 0 AND 23),   -- hours on their clock
    quiet_to         smallint DEFAULT 8 CHECK (quiet_to BETWEEN 0 AND 23),
    sources          text[] NOT NULL DEFAULT '{}',              -- answers are from these alone; none: from all
    blocked_sources  text[] NOT NULL DEFAULT '{}',
    awaited          text,                  -- what their next plain text is the answer to
    awaited_until    timestamptz,
    seen_at          timestamptz NOT NULL DEFAULT now(),
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);

-- What this database's bot signs with: made once, so that every process knows the others' signatures.
CREATE TABLE bot_secrets (
    name    text PRIMARY KEY,
    secret  bytea NOT NULL
);

-- What a button does. A message carries only the number, signed: what it may carry is 64 bytes.
CREATE TABLE buttons (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner       bigint NOT NULL,            -- for whom it was made
    chat_id     bigint NOT NULL,
    action      text NOT NULL,
    payload     jsonb NOT NULL,
    expires_at  timestamptz NOT NULL,
    pressed_at  timestamptz,
    pressed_in  bigint                      -- the update of that press: taken up again, it is no second press
);
CREATE INDEX buttons_owner ON buttons (owner);
CREATE INDEX buttons_expiry ON buttons (expires_at);

-- Claims that readers accepted or rejected, each with what was to prove it.
CREATE TABLE judgements (
    reader          bigint NOT NULL,
    correlation_id  text NOT NULL,          -- of the answer, which is removed sooner
    insight         int NOT NULL,           -- its number in the answer
    article_id      bigint NOT NULL,
    quote_start     int NOT NULL,
    quote           text NOT NULL,
    claim           text NOT NULL,
    type            text NOT NULL,
    basis           text NOT NULL,
    written         boolean NOT NULL,       -- by a model
    command         text NOT NULL,
    lang            text NOT NULL,
    accepted        boolean NOT NULL,
    judged_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reader, correlation_id, insight, article_id, quote_start)
);

-- Whether an answer helped its reader.
CREATE TABLE satisfaction (
    reader          bigint NOT NULL,
    correlation_id  text NOT NULL,
    command         text NOT NULL,
    helpful         boolean NOT NULL,
    judged_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reader, correlation_id)
);
CREATE INDEX satisfaction_time ON satisfaction (judged_at);
