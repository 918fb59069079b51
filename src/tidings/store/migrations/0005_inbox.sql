-- What Telegram sent and what is to be sent to it; coordinator: each row is found by its key and gone within days.
--
-- A process of the bot has a number and holds a session's advisory lock on it. What a row is taken or held by is such a
-- number: where nobody holds its lock, the process is dead and the row is free (store/processes.py).

CREATE SEQUENCE bot_processes AS int CYCLE;

-- Updates as they came. A row outlives its update by more than the 24 hours for which Telegram sends it again.
CREATE TABLE inbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- the order in which they came
    update_id    bigint NOT NULL UNIQUE,    -- Telegram's
    lane         text NOT NULL CHECK (lane IN ('command', 'button', 'notice', 'refusal')),
    queue        bigint NOT NULL,           -- who sent it: theirs are dealt with one after another; 0: forgotten
    refusal      text,                      -- why it is not carried out; null: it is
    resets_at    timestamptz,               -- when what was refused is allowed again
    body         text,                      -- the update's JSON; null once it is dealt with
    received_at  timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),
    taken_by     int,                       -- the process that deals with it; null: nobody does
    attempts     smallint NOT NULL DEFAULT 0,
    outcome      text,                      -- null until it is dealt with
    done_at      timestamptz,
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);
CREATE INDEX inbox_undone ON inbox (lane, queue, id) WHERE outcome IS NULL;
CREATE INDEX inbox_queue ON inbox (queue, received_at);
CREATE INDEX inbox_done ON inbox (done_at) WHERE outcome IS NOT NULL;

-- What is said to a chat, under a key that is used once. A row without its parts is being worked on: all there is of it
-- is a message that tells so, which the first part then takes the place of.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          text NOT NULL UNIQUE,
    chat_id      bigint NOT NULL,
    thread_id    bigint,
    reply_to     bigint,
    ready        boolean NOT NULL,          -- whether its parts are known
    received_at  timestamptz,               -- when what it answers was asked; null: nobody waits for it
    created_at   timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),
    held_by      int,                       -- the process that sends it; null: nobody does
    attempts     int NOT NULL DEFAULT 0,
    outcome      text,                      -- null until it is shown or given up
    done_at      timestamptz,
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE outcome IS NULL;
CREATE INDEX outbox_chat ON outbox (chat_id);
CREATE INDEX outbox_done ON outbox (done_at) WHERE outcome IS NOT NULL;

-- Its messages in order; removed when the last of them is shown.
CREATE TABLE outbox_parts (
    outbox_id    bigint NOT NULL REFERENCES outbox ON DELETE CASCADE,
    place        int NOT NULL,
    html         text NOT NULL,
    plain        text NOT NULL,
    keyboard     text,                      -- JSON, in the wire format
    picture      bytea,                     -- sent after the text, in reply to it
    message_id   bigint,                    -- Telegram's number of the message; null: not sent yet
    as_plain     boolean NOT NULL DEFAULT false,    -- whether Telegram refused its HTML
    shown        boolean NOT NULL DEFAULT false,
    picture_tried boolean NOT NULL DEFAULT false,   -- set before it is sent: it is never sent twice
    PRIMARY KEY (outbox_id, place)
);
