-- Language models: what they cost and may cost, how fast they may be asked, and what they wrote.
--
-- Everything here stays on the coordinator of a cluster: it is small, and money has one place.
-- Money is in nano-dollars, so that sums are exact; days are UTC. A rule that takes several statements is a function,
-- so that a decision costs one round trip. They all find rows by their keys: planning that anew, as connections are
-- told to for the questions over articles, takes longer than doing it, so here one plan serves all calls.

-- One row an attempt: costs of a user, a model, a day and a command are sums over it. Tidings removes rows older than
-- 400 days (store/budgets.py); to keep them longer, copy them before.
CREATE TABLE model_calls (
    id               uuid PRIMARY KEY,      -- made by the caller, so that a repeated statement is known
    day              date NOT NULL,         -- of the reservation: says which pots it was taken from
    command          text NOT NULL,
    user_hash        text NOT NULL,
    agent            text NOT NULL,
    model            text NOT NULL,
    correlation_id   text NOT NULL,
    outcome          text,                  -- null while it is under way
    tokens_reserved  bigint NOT NULL CHECK (tokens_reserved >= 0),
    nanos_reserved   bigint NOT NULL CHECK (nanos_reserved >= 0),
    tokens_sent      bigint,                -- null where the provider did not say
    tokens_received  bigint,
    tokens_cached    bigint,                -- of those sent: read from the provider's cache
    tokens_written   bigint,                -- of those sent: written to it
    tokens_used      bigint,                -- what the pots were charged: the reservation where nobody knows
    nanos_paid       bigint,
    seconds          double precision,      -- as the caller measured
    started_at       timestamptz NOT NULL,
    lapses_at        timestamptz NOT NULL,  -- from then on nobody is expected to settle it
    ended_at         timestamptz
);
CREATE INDEX model_calls_open ON model_calls (lapses_at) WHERE outcome IS NULL;
CREATE INDEX model_calls_time ON model_calls (started_at);

-- What was taken from each limit. Every change of a call changes its three pots in the same transaction, so at any
-- moment they are the sums of model_calls. Pots of past days are removed once nothing is reserved in them.
CREATE TABLE model_pots (
    name             text PRIMARY KEY,      -- see model_pot_names
    day              date NOT NULL,
    commands         bigint NOT NULL DEFAULT 0,
    tokens_spent     bigint NOT NULL DEFAULT 0,
    tokens_reserved  bigint NOT NULL DEFAULT 0 CHECK (tokens_reserved >= 0),
    nanos_spent      bigint NOT NULL DEFAULT 0,
    nanos_reserved   bigint NOT NULL DEFAULT 0 CHECK (nanos_reserved >= 0)
) WITH (fillfactor = 50);                   -- a few rows, updated by every call: new versions stay on their page
CREATE INDEX model_pots_day ON model_pots (day);

-- The pots of a call, in the order in which everybody locks them. A command has one pot also across midnight.
CREATE FUNCTION model_pot_names(of_user text, of_command text, of_day date) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY['command ' || of_user || ' ' || of_command,
                 'day ' || to_char(of_day, 'YYYY-MM-DD'),
                 'user ' || of_user || ' ' || to_char(of_day, 'YYYY-MM-DD')]
$$;

-- End a call. What is null is not known, and the whole reservation is taken. A call that ended already is left as it
-- is, so this may be repeated; only one taken for lost is corrected by its late end. `daily_used` is that of today's
-- pot, null where the call is of another day.
--
-- The commit does not wait for the disk: what a crash of the server forgets stays reserved, and lapses.
CREATE FUNCTION model_settle(
    call uuid, with_outcome text, sent bigint, received bigint, cached bigint, written bigint, paid bigint,
    took double precision,
    OUT changed boolean, OUT late boolean, OUT daily_used bigint
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    booked model_calls;
    names text[];
    all_tokens bigint;
    all_nanos bigint;
BEGIN
    SET LOCAL synchronous_commit = off;
    SELECT * INTO booked FROM model_calls WHERE id = call FOR UPDATE;
    changed := FOUND AND (booked.outcome IS NULL OR booked.outcome = 'lost' AND with_outcome <> 'lost');
    late := booked.outcome IS NOT NULL;
    IF NOT changed THEN
        RETURN;
    END IF;
    all_tokens := coalesce(sent + received, booked.tokens_reserved);
    all_nanos := coalesce(paid, booked.nanos_reserved);
    UPDATE model_calls
       SET outcome = with_outcome, tokens_sent = sent, tokens_received = received, tokens_cached = cached,
           tokens_written = written, tokens_used = all_tokens, nanos_paid = all_nanos, seconds = took,
           ended_at = clock_timestamp()
     WHERE id = call;
    names := model_pot_names(booked.user_hash, booked.command, booked.day);
    PERFORM FROM model_pots WHERE name = ANY (names) ORDER BY name COLLATE "C" FOR UPDATE;
    UPDATE model_pots
       SET tokens_spent = tokens_spent + all_tokens - coalesce(booked.tokens_used, 0),
           nanos_spent = nanos_spent + all_nanos - coalesce(booked.nanos_paid, 0),
           tokens_reserved = tokens_reserved - CASE WHEN late THEN 0 ELSE booked.tokens_reserved END,
           nanos_reserved = nanos_reserved - CASE WHEN late THEN 0 ELSE booked.nanos_reserved END
     WHERE name = ANY (names);
    SELECT nanos_spent + nanos_reserved INTO daily_used FROM model_pots
     WHERE name = names[2] AND booked.day = (clock_timestamp() AT TIME ZONE 'UTC')::date;
END
$$;

-- Book calls whose time is over, at most so many, as spent in full: whoever made them has died, and the provider may
-- have billed them. A transaction each, so that no two pots of a kind are ever locked together. Gives the calls'
-- models and what was booked for each.
CREATE PROCEDURE model_settle_lapsed(most int, OUT lost_models text[], OUT lost_nanos bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    moment constant timestamptz := clock_timestamp();
    lapsed model_calls;
BEGIN
    lost_models := '{}';
    lost_nanos := '{}';
    WHILE cardinality(lost_models) < most LOOP
        SELECT * INTO lapsed FROM model_calls WHERE outcome IS NULL AND lapses_at <= moment
         ORDER BY lapses_at LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        PERFORM model_settle(lapsed.id, 'lost', NULL, NULL, NULL, NULL, NULL, NULL);
        COMMIT;
        lost_models := lost_models || lapsed.model;
        lost_nanos := lost_nanos || lapsed.nanos_reserved;
    END LOOP;
END
$$;

-- Reserve for a call in all of its pots, or in none: `refusal` names the limit that stands against it. Who asks for no
-- money is refused by no limit of money, for models that cost nothing.
--
-- All calls of a day pass through the day's pot, so it must not be locked while the disk is waited for: the first
-- commit does not wait, the second one does and covers the first. Others may count a reservation that is not on the
-- disk yet, but whoever made it is told only once it is.
CREATE PROCEDURE model_reserve(
    call uuid, of_user text, of_command text, of_agent text, of_model text, correlation text,
    tokens bigint, nanos bigint, seconds double precision,
    command_tokens bigint, command_nanos bigint, user_commands bigint, user_nanos bigint, daily_nanos bigint,
    OUT refusal text, OUT daily_used bigint, OUT lost_models text[], OUT lost_nanos bigint[]
) LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    today date;
    names text[];
    command_tokens_used bigint;
    command_nanos_used bigint;
    user_commands_used bigint;
    user_nanos_used bigint;
    first_call int;                         -- 1 where the command is not counted yet
BEGIN
    SET LOCAL plan_cache_mode = force_generic_plan;
    CALL model_settle_lapsed(20, lost_models, lost_nanos);
    SET LOCAL synchronous_commit = off;
    moment := clock_timestamp();
    today := (moment AT TIME ZONE 'UTC')::date;
    names := model_pot_names(of_user, of_command, today);
    INSERT INTO model_calls (id, day, command, user_hash, agent, model, correlation_id, tokens_reserved,
                             nanos_reserved, started_at, lapses_at)
    VALUES (call, today, of_command, of_user, of_agent, of_model, correlation, tokens, nanos, moment,
            moment + seconds * interval '1 second')
        ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN;                             -- granted before, and the answer was lost on its way
    END IF;
    INSERT INTO model_pots (name, day) SELECT unnest(names), today ON CONFLICT (name) DO NOTHING;
    SELECT sum(pot.tokens) FILTER (WHERE pot.name = names[1]), sum(pot.nanos) FILTER (WHERE pot.name = names[1]),
           sum(1 - pot.commands) FILTER (WHERE pot.name = names[1]),
           sum(pot.nanos) FILTER (WHERE pot.name = names[2]), sum(pot.nanos) FILTER (WHERE pot.name = names[3]),
           sum(pot.commands) FILTER (WHERE pot.name = names[3])
      INTO command_tokens_used, command_nanos_used, first_call, daily_used, user_nanos_used, user_commands_used
      FROM (SELECT name, commands, tokens_spent + tokens_reserved, nanos_spent + nanos_reserved
              FROM model_pots WHERE name = ANY (names) ORDER BY name COLLATE "C" FOR UPDATE
           ) AS pot (name, commands, tokens, nanos);
    refusal := CASE
        WHEN tokens > greatest(0, command_tokens - command_tokens_used) THEN 'command_tokens'
        WHEN nanos > greatest(0, command_nanos - command_nanos_used) THEN 'command_usd'
        WHEN first_call = 1 AND user_commands_used >= user_commands THEN 'user_commands'
        WHEN nanos > greatest(0, user_nanos - user_nanos_used) THEN 'user_usd'
        WHEN nanos > greatest(0, daily_nanos - daily_used) THEN 'daily_usd'
    END;
    IF refusal IS NOT NULL THEN
        ROLLBACK;
        RETURN;
    END IF;
    UPDATE model_pots AS pot
       SET commands = pot.commands + first_call, tokens_reserved = pot.tokens_reserved + tokens,
           nanos_reserved = pot.nanos_reserved + nanos
     WHERE pot.name = ANY (names);
    daily_used := daily_used + nanos;
    COMMIT;
    PERFORM pg_logical_emit_message(true, 'tidings', '');  -- something to commit
END
$$;

-- The last minute's requests and tokens of a provider by the second, and until when it wants to be left alone. A crash
-- of the server may forget both.
CREATE UNLOGGED TABLE model_rates (
    provider    text PRIMARY KEY,
    held_until  timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE UNLOGGED TABLE model_traffic (
    provider  text NOT NULL,
    second    timestamptz NOT NULL,
    requests  bigint NOT NULL,
    tokens    bigint NOT NULL,
    PRIMARY KEY (provider, second)
) WITH (fillfactor = 50);

-- Take a request and its tokens from a provider's quota of a minute and return 0, or take nothing and return the
-- seconds until they may fit. What fits no quota goes alone. A second's traffic counts until 61 seconds after its
-- start, so no minute, wherever it starts, has more than the quota. `moment` null: now, once nobody else is deciding.
CREATE FUNCTION model_admit(
    to_provider text, asked bigint, request_quota bigint, token_quota bigint, moment timestamptz
) RETURNS double precision LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    span constant interval := interval '61 seconds';
    held timestamptz;
    used_requests bigint;
    used_tokens bigint;
    free_at timestamptz;
BEGIN
    INSERT INTO model_rates (provider) VALUES (to_provider) ON CONFLICT DO NOTHING;
    SELECT held_until INTO held FROM model_rates WHERE provider = to_provider FOR UPDATE;
    moment := coalesce(moment, clock_timestamp());
    IF held > moment THEN
        RETURN extract(epoch FROM held - moment);
    END IF;
    -- Also what is still to come: the server's clock was set back.
    DELETE FROM model_traffic
     WHERE provider = to_provider AND (second <= moment - span OR second > moment + interval '1 second');
    SELECT coalesce(sum(requests), 0), coalesce(sum(tokens), 0) INTO used_requests, used_tokens
      FROM model_traffic WHERE provider = to_provider;
    IF used_requests < request_quota AND (asked <= token_quota - used_tokens OR used_tokens = 0) THEN
        INSERT INTO model_traffic AS known (provider, second, requests, tokens)
        VALUES (to_provider, date_trunc('second', moment), 1, asked)
            ON CONFLICT (provider, second) DO UPDATE
           SET requests = known.requests + 1, tokens = known.tokens + excluded.tokens;
        RETURN 0;
    END IF;
    SELECT min(second) + span INTO free_at
      FROM (SELECT second, used_requests - sum(requests) OVER (ORDER BY second),
                   used_tokens - sum(tokens) OVER (ORDER BY second)
              FROM model_traffic WHERE provider = to_provider
           ) AS after (second, requests, tokens)
     WHERE after.requests < request_quota AND (asked <= token_quota - after.tokens OR after.tokens = 0);
    RETURN greatest(extract(epoch FROM free_at - moment), 0.001);
END
$$;

-- Give tokens back that a request admitted some seconds ago did not use: to its second, or to earlier ones, which stop
-- counting sooner.
CREATE FUNCTION model_give_back(to_provider text, unused bigint, age double precision, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM FROM model_rates WHERE provider = to_provider FOR UPDATE;
    moment := coalesce(moment, clock_timestamp());
    UPDATE model_traffic AS known SET tokens = known.tokens - given.tokens
      FROM (SELECT second, least(tokens, unused - sum(tokens) OVER (ORDER BY second DESC) + tokens)
              FROM model_traffic
             WHERE provider = to_provider AND second <= moment - age * interval '1 second'
               AND second > moment - interval '61 seconds'
           ) AS given (second, tokens)
     WHERE known.provider = to_provider AND known.second = given.second AND given.tokens > 0;
END
$$;

-- What models wrote, by the hash of what they were asked, and who is about to pay for it: a row without a draft is a
-- claim.
CREATE TABLE model_replies (
    key              bytea PRIMARY KEY,
    ends_at          timestamptz NOT NULL,  -- from then on the row stands for nothing
    holder           uuid,                  -- of the claim; null once there is a draft
    model            text,
    draft            json,                  -- json, as jsonb refuses U+0000 in a text
    tokens_sent      bigint,
    tokens_received  bigint,
    tokens_cached    bigint,
    tokens_written   bigint,
    nanos            bigint,
    made_at          timestamptz
);
CREATE INDEX model_replies_end ON model_replies (ends_at);
