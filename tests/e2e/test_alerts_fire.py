"""Every alert, from a fault that is really made to the people who are told, and back.

One long test of a bot under traffic: each stage makes faults, waits until their alerts have reached their
receivers, takes the faults back, and waits until that was told too.
"""

from __future__ import annotations

import itertools
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from command import COMMAND, Tidings, environment
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.programs import free_port, running, stop
from tests.waiting import eventually
from watching import Told, Watch, watch

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.dev.telegram.server import TelegramServer

# What people ask, over and over, so that a cache finds what was found before.
_TRENDS = ("/trends 1w", "/trends 24h")
_ANALYSES = ("/analyze sentiment ferry", "/analyze keywords Aurelia", "/analyze topics")
# Often enough for every rule that wants a number of commands before it judges.
_PAUSE_SECONDS = 0.4
# No more wait at once than a slow machine answers soon: each stage's questions are answered within it.
_OPEN, _HOPE_SECONDS = 6, 5.0
_CRITICAL = (
    "HighErrorRate",
    "HighLatency",
    "ModelUnavailable",
    "DatabaseAway",
    "MetricsAbsent",
    "QueueStuck",
)


class Crowd(threading.Thread):
    """People who ask the bot something all the time."""

    def __init__(self, telegram: TelegramServer) -> None:
        super().__init__(name="crowd", daemon=True)
        self._telegram = telegram
        self.words: tuple[str, ...] = _ANALYSES
        self._leave = threading.Event()

    def run(self) -> None:
        """Ask until told to leave, each person seldom enough not to be refused."""
        waiting: dict[int, tuple[int, float]] = {}
        for number in itertools.count():
            if self._leave.wait(_PAUSE_SECONDS):
                return
            waiting = {who: since for who, since in waiting.items() if self._waits(who, *since)}
            if len(waiting) < _OPEN:
                who = 1000 + number % 400
                waiting[who] = (len(self._telegram.said(who)), time.monotonic())
                self._telegram.say(who, self.words[number % len(self.words)])

    def _waits(self, who: int, heard: int, since: float) -> bool:
        """Whether somebody still hopes for an answer: a bot that is killed or fails gives none."""
        return len(self._telegram.said(who)) == heard and time.monotonic() - since < _HOPE_SECONDS

    def all_at_once(self, words: str, people: int) -> None:
        """As many ask the same at one moment."""
        for number in range(people):
            self._telegram.say(2000 + number, words)

    def leave(self) -> None:
        self._leave.set()
        self.join()


class Bot:
    """`tidings bot` as a process that can be killed and started with other settings."""

    def __init__(self, folder: Path, settings: dict[str, str], port: int) -> None:
        self._environment = environment(folder, **settings, TIDINGS_METRICS_PORT=str(port))
        self._log = folder / "bot.log"
        self._stack = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, **settings: str) -> None:
        running_bot = running([*COMMAND, "bot"], self._log, env=self._environment | settings)
        self._process = self._stack.enter_context(running_bot)

    def tell(self, *words: str) -> None:
        """Run another command with the same settings."""
        Tidings(self._environment).json(*words)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        if self._process is not None:
            stop(self._process)
        self._stack.close()


class Drill:
    """What the stages work with."""

    def __init__(self, watched: Watch, servers: ProviderServers, url: str, bot: Bot, crowd: Crowd) -> None:
        self.watched = watched
        self.crowd = crowd
        self.servers = servers
        self.url = url
        self.bot = bot

    def do(self, *statements: str) -> None:
        """Change the database as whoever runs it can."""
        with psycopg.connect(self.url, autocommit=True) as conn:
            for statement in statements:
                conn.execute(statement.encode())

    def fired(self, *alerts: str) -> None:
        """Wait until these were told to those they are for."""
        for alert in alerts:
            receivers = ("pagerduty", "slack") if alert in _CRITICAL else ("slack",)
            for receiver in receivers:
                eventually(lambda r=receiver, a=alert: self.told.was(r, a), f"{alert} at {receiver}")

    def resolved(self, *alerts: str) -> None:
        """Wait until the end of these was told."""
        for alert in alerts:
            eventually(lambda a=alert: self.told.was("slack", a, "resolved"), f"{alert} resolved")
            eventually(lambda a=alert: a not in self.told.standing(), f"{alert} resolved for good")

    @property
    def told(self) -> Told:
        return self.watched.told


@pytest.fixture
def drill(own_url: str, tmp_path: Path) -> Iterator[Drill]:
    """A bot with models, people who ask it, and those who watch."""
    port = free_port()
    with ExitStack() as stack:
        servers = stack.enter_context(ProviderServers())
        telegram = stack.enter_context(TelegramServer())
        watched = stack.enter_context(watch(tmp_path / "watch"))
        watched.target("bot", port)
        bot = Bot(tmp_path, settings_of(own_url, telegram, servers), port)
        stack.callback(bot.close)
        crowd = Crowd(telegram)
        crowd.start()
        stack.callback(crowd.leave)
        yield Drill(watched, servers, own_url, bot, crowd)


def settings_of(url: str, telegram: TelegramServer, servers: ProviderServers) -> dict[str, str]:
    """Settings under which nothing but a fault is in the way of an answer."""
    patient = {
        f"TIDINGS_TIMEOUT_{agent}": "60"
        for agent in ("KEYPHRASE_MINING", "QUERY_EXPANSION", "SENTIMENT_EMOTION", "TOPIC_MODELER")
    }
    quotas = {f"TIDINGS_{name}_QUOTA": "100000/1000000000" for name in ("GEMINI", "ANTHROPIC", "OPENAI")}
    providers = {f"TIDINGS_{name.upper()}": str(value) for name, value in servers.settings().items()}
    return {
        "TIDINGS_DATABASE_URL": url,
        "TIDINGS_TELEGRAM_TOKEN": telegram.token,
        "TIDINGS_TELEGRAM_API_URL": telegram.url,
        "TIDINGS_TELEGRAM_COMMANDS_AT_ONCE": "64",
        "TIDINGS_DEADLINE_ENHANCED": "60",
        "TIDINGS_DAILY_USD": "1000",
        # What models wrote is kept for the same news otherwise, and no provider would be asked again.
        "TIDINGS_MODEL_CACHE_HOURS": "0",
        "TIDINGS_DEGRADE_BY_RULE": "false",
    } | patient | quotas | providers  # fmt: skip


def test_every_alert_reaches_those_it_is_for_and_ends(drill: Drill) -> None:
    without_caches_at_a_reduced_level(drill)
    killed(drill)
    model_away_and_four_more(drill)
    writing_what_is_not_so(drill)
    slow(drill)
    failing(drill)
    without_database(drill)
    assert drill.told.was("watchdog", "Watchdog")


def without_caches_at_a_reduced_level(drill: Drill) -> None:
    drill.bot.start(TIDINGS_RETRIEVAL_CACHE_SECONDS="0")
    drill.bot.tell("degrade", "1", "--why", "a drill")
    drill.fired("LowCacheHitRate", "Degraded")
    drill.bot.tell("degrade", "0", "--why", "the drill is over")


def killed(drill: Drill) -> None:
    drill.bot.kill()
    drill.fired("MetricsAbsent")
    drill.bot.start()
    drill.resolved("MetricsAbsent", "LowCacheHitRate", "Degraded")


def model_away_and_four_more(drill: Drill) -> None:
    drill.servers.behave("google", Behaviour("overloaded"))
    drill.do(
        "INSERT INTO feeds (id, url, added_at, next_poll_at) SELECT n, 'https://f' || n || '.example/rss',"
        " now() - interval '1 day', now() + interval '1 day' FROM generate_series(1, 5) n",
        "UPDATE model_pots SET nanos_spent = nanos_spent + 900 * 10^9 WHERE name LIKE 'day %'",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
        " VALUES ('nobody', 'nothing', now() - interval '1 hour')",
        "CREATE TABLE ballast AS SELECT repeat(md5(n::text), 60) FROM generate_series(1, 150000) n",
    )
    drill.fired("ModelUnavailable", "FeedsStale", "BudgetWarning", "QueueStuck", "DatabaseGrowing")
    drill.servers.behave("google", Behaviour())
    drill.do(
        "UPDATE feeds SET last_ok_at = now()",
        "UPDATE model_pots SET nanos_spent = nanos_spent - 900 * 10^9 WHERE name LIKE 'day %'",
        "DELETE FROM procrastinate_jobs WHERE queue_name = 'nobody'",
        "DROP TABLE ballast",
    )
    # Its model's absence explains it, so that it is told only when that is over.
    drill.fired("HighFallbackRate")
    drill.resolved("ModelUnavailable", "FeedsStale", "BudgetWarning", "QueueStuck", "DatabaseGrowing")


def writing_what_is_not_so(drill: Drill) -> None:
    drill.servers.behave("all", Behaviour("invented_facts"))
    drill.fired("RejectionStreak", "EvidenceCoverageLow")
    drill.servers.behave("all", Behaviour())
    drill.resolved("RejectionStreak")
    # Whether its end is told depends on whether the model was away once more.
    eventually(lambda: not drill.watched.ask('ALERTS{alertname="HighFallbackRate"}'), "no fallbacks any more")


def slow(drill: Drill) -> None:
    drill.crowd.words = _TRENDS
    drill.servers.behave("all", Behaviour("latency", seconds=25.0))
    # So that enough end close together also on a machine that does much else.
    drill.crowd.all_at_once("/trends 1w", 60)
    drill.fired("HighLatency")
    drill.servers.behave("all", Behaviour())
    drill.resolved("HighLatency", "EvidenceCoverageLow")


def failing(drill: Drill) -> None:
    drill.crowd.words = _TRENDS + _ANALYSES
    drill.do("ALTER TABLE articles RENAME TO mislaid")
    drill.fired("HighErrorRate")
    drill.do("ALTER TABLE mislaid RENAME TO articles")
    drill.resolved("HighErrorRate")


def without_database(drill: Drill) -> None:
    with refused(drill.url):
        drill.fired("DatabaseAway")
    drill.resolved("DatabaseAway")


@contextmanager
def refused(url: str) -> Iterator[None]:
    """The database takes no connections and ends those it has."""
    name = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as conn:
        allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        conn.execute(allow.format(sql.Identifier(name), sql.Literal(False)))
        conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            conn.execute(allow.format(sql.Identifier(name), sql.Literal(True)))
