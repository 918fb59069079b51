"""Every metric by its public name; labels stay few, with no user, query or address in them."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

# From 5 ms (a cached answer) to 30 s (past every deadline).
_COMMAND_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3, 5, 8, 12, 20, 30)
# From a hundredth of a cent (one request to a small model) to twice what a command may spend by default.
_COST_BUCKETS = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)
_PART_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)

# `track` is canary for users who have what is being rolled out, else stable; `path` is enhanced where a model
# was to be asked, else simple.
requests = Counter("orchestrator_requests", "Commands that ended, however they ended.", ["command", "track"])
errors = Counter("orchestrator_errors", "Commands that ended in an error.", ["command", "code", "track"])
latency = Histogram(
    "orchestrator_latency_seconds",
    "Time of a whole command.",
    ["command", "track", "path"],
    buckets=_COMMAND_BUCKETS,
)
command_cost = Histogram(
    "orchestrator_command_cost_usd",
    "Dollars that one command spent on models.",
    ["command", "track"],
    buckets=_COST_BUCKETS,
)
fallback_commands = Counter(
    "orchestrator_fallback_commands",
    "Commands for which another than the first model of a route answered.",
    ["command", "track"],
)
# What only the operator's lists of domains keep out is not counted: it says nothing of proof.
claims = Counter(
    "orchestrator_claims",
    "Insights proposed for an answer: pass where a stored article proves them, else drop or abstain.",
    ["command", "track", "outcome"],
)
answers_validated = Counter(
    "orchestrator_answers_validated",
    "Finished answers held against the contract and the rules of what may be shown: pass or fail.",
    ["command", "track", "outcome"],
)
stage_latency = Histogram(
    "orchestrator_stage_seconds",
    "Time of one stage of a command: retrieve, find, write, settle, prove, format, keep.",
    ["stage"],
    buckets=_PART_BUCKETS,
)
cache_requests = Counter("orchestrator_cache_requests", "Look-ups in a cache.", ["cache"])
cache_hits = Counter("orchestrator_cache_hits", "Look-ups a cache answered.", ["cache"])
evidence_coverage = Gauge(
    "orchestrator_evidence_coverage_ratio",
    "Share of the last answer's proposed insights that were proved.",
    ["command"],
)
insights = Histogram(
    "orchestrator_insights", "Insights of an answer.", ["command"], buckets=(0, 1, 2, 3, 4, 5)
)
policy_checks = Counter("policy_checks", "Outcomes of the evidence gate.", ["check", "outcome"])
rejection_streak = Gauge(
    "policy_rejection_streak",
    "Answers in a row whose written sentences, or most of whose claims, were refused.",
    ["command"],
)
answers_unstored = Counter("answers_unstored", "Answers given that could not be kept.", ["command"])
spans_lost = Counter("trace_spans_lost", "Parts of commands that the collector of traces did not take.")
tallies_unwritten = Counter(
    "tallies_unwritten", "Times that what was counted could not be written down yet.", ["reason"]
)
quotes_corrected = Counter(
    "answer_quotes_corrected",
    "Quotes of kept answers whose article was corrected since, by whether the words still stand in it.",
    ["words"],
)
agent_latency = Histogram("agent_latency_seconds", "Time of one agent.", ["agent"], buckets=_PART_BUCKETS)
retrieval_latency = Histogram(
    "retrieval_latency_seconds", "Time of one retrieval.", ["kind"], buckets=_PART_BUCKETS
)
ingest_articles = Counter("ingest_articles", "Articles taken in, by what became of them.", ["outcome"])
feed_errors = Counter("feed_errors", "Failed polls, by reason.", ["reason"])
page_fetches = Counter(
    "ingest_pages", "Pages fetched for the full text of a stub, by what came of it.", ["outcome"]
)

flag_errors = Counter(
    "flag_errors", "Flags for which the settings held, as the provider failed.", ["flag", "reason"]
)
fallbacks = Counter(
    "orchestrator_fallback", "Agents answered by another than the first of their route.", ["agent", "reason"]
)
degradations = Counter("orchestrator_degradations", "Answers made with less than was meant.", ["rung"])
budget_used = Gauge("orchestrator_budget_used_cents", "Spent and reserved today, all users, in cents.")
budget_limit = Gauge("orchestrator_budget_limit_cents", "What all users may spend in a day, in cents.")
model_requests = Counter("model_requests", "Requests to models, by how they ended.", ["model", "outcome"])
model_tokens = Counter(
    "model_tokens",
    "Tokens of requests to models: sent, received, cached (of those sent).",
    ["model", "direction"],
)
model_cost = Counter("model_cost_usd", "Dollars paid for requests to models.", ["model"])
model_available = Gauge(
    "model_available",
    "1 where a model's circuit is closed, 0 where it is open, 0.5 where it is to be tried again.",
    ["model"],
)
model_latency = Histogram(
    "model_latency_seconds", "Time of one request to a model.", ["model"], buckets=_COMMAND_BUCKETS
)

bot_presses = Counter("bot_presses", "Pressed buttons, by what came of it.", ["action", "outcome"])
bot_failures = Counter(
    "bot_failures", "Commands and presses that ended in an error, told to their reader.", ["action", "code"]
)
bot_ratings = Counter(
    "bot_ratings", "Answers that readers said helped them, or did not.", ["command", "rating"]
)
bot_judgements = Counter(
    "bot_judgements", "Claims that readers accepted or rejected.", ["command", "verdict"]
)
bot_readers_forgotten = Counter("bot_readers_forgotten", "Readers who had all of theirs removed.")

bot_updates = Counter("bot_updates", "Updates of Telegram, by what became of them.", ["kind", "outcome"])
bot_sends = Counter("bot_sends", "Calls of the Bot API that show something.", ["method", "outcome"])
bot_messages = Counter(
    "bot_messages", "Things said, by what they are and what became of them.", ["kind", "outcome"]
)
bot_queue = Gauge("bot_queue", "What waits, in all processes: updates by lane, and messages.", ["lane"])
bot_progress = Counter("bot_progress", "Answers that took so long that a reader was told to wait.")
bot_polls = Counter("bot_polls", "Polls of Telegram for updates, by how they ended.", ["outcome"])
bot_posts = Counter("bot_posts", "Requests to the webhook, by the status they got.", ["status"])
bot_answers = Histogram(
    "bot_answer_seconds", "From an update's arrival until its answer is shown.", buckets=_COMMAND_BUCKETS
)

follow_articles = Counter(
    "follow_articles", "New articles, by whether they are about anything that is followed.", ["outcome"]
)
follow_matching = Histogram(
    "follow_matching_seconds", "Time of holding a batch of new articles against all that is followed."
)
follow_alerts = Counter(
    "follow_alerts", "Readers for whom something came, by whether they were told, or why not.", ["outcome"]
)
follow_digests = Counter("follow_digests", "Digests that were due, by what became of them.", ["outcome"])
follow_withheld = Counter(
    "follow_withheld", "Matching articles that readers are not told of, by why not.", ["reason"]
)
jobs = Counter("jobs", "Jobs of the queue, by how they ended.", ["task", "outcome"])

degradation_level = Gauge("degradation_level", "How far service is reduced: 0 not at all, to 3.")
degradation_changes = Counter("degradation_changes", "Changes of that level, by who made them.", ["by"])
degradation_looks = Counter(
    "degradation_looks",
    "Looks at the alerts to see whether service is to be reduced, by what came of them.",
    ["outcome"],
)
degraded_commands = Counter(
    "degraded_commands", "Commands answered with less, or refused, at a reduced level.", ["command", "level"]
)
refused_commands = Counter(
    "refused_commands", "Commands that level 3 does not answer; each is an error in its count too.", ["track"]
)
canary_share = Gauge("canary_share_ratio", "Share of users on the canary, 0 where none runs.", ["flag"])
canary_decisions = Counter("canary_decisions", "Decisions about a canary.", ["flag", "decision"])
flag_share = Gauge("flag_share_ratio", "Share of users for whom a flag is on.", ["flag"])

# What is read from the database every quarter of a minute: any process says the same, so ask for the highest.
# While the database is away they stay as they were last seen, but for `database_up`.
build = Gauge("tidings_build", "1 for every running process, by what it is for.", ["role", "version"])
database_up = Gauge("database_up", "1 where the database answered when last asked, else 0.")
database_size = Gauge("database_size_bytes", "Size of the database.")
articles_stored = Gauge("articles_stored", "Articles kept.")
newest_article_age = Gauge("newest_article_age_seconds", "Since the newest article kept was published.")
feeds = Gauge("feeds", "Feeds subscribed to, by state: healthy, failing, stale, paused.", ["state"])
queue_waiting = Gauge("queue_waiting", "What waits in a queue.", ["queue"])
queue_age = Gauge("queue_age_seconds", "How long the oldest thing that is due has waited.", ["queue"])
users_active = Gauge("users_active", "Users who asked something in the last days.", ["days"])
spent = Gauge("spent_usd", "Dollars paid to models in the last days.", ["days"])
feed_polls = Counter("feed_polls", "Polls of feeds, by how they ended.", ["outcome"])
feed_poll_latency = Histogram("feed_poll_seconds", "Time of one poll of a feed.", buckets=_COMMAND_BUCKETS)
