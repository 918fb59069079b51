"""The doctor's checks: the machine, the settings, the database, the models, the feeds and the articles."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.cli.diagnosis import Check
from tidings.cli.failures import user_message
from tidings.cli.invocation import Invocation
from tidings.cli.session import with_database
from tidings.cli.untrusted import one_line
from tidings.errors import DatabaseUnavailable, TidingsError

if TYPE_CHECKING:
    from tidings.settings import Settings
    from tidings.store.backups import LastBackup
    from tidings.store.checkup import ServerFacts
    from tidings.store.corpus import CorpusState
    from tidings.store.feeds import Feed
    from tidings.store.pool import Database

# An empty embedded database with its write-ahead log takes 60 MB; a gigabyte leaves room for a month's news.
LOW_SPACE = 1_000_000_000
STALE = timedelta(hours=24)
# Who backs up every night or every week has missed one by then.
OLD_BACKUP = timedelta(days=8)

# The same invented event in both languages, and another one.
_EVENT_RU = "Паром сел на мель у северного берега, пассажиров сняли спасатели"
_EVENT_EN = "Ferry runs aground off the northern shore, rescuers take passengers off"
_OTHER_EN = "Central bank leaves its key rate unchanged for a third month"
_NAMES = {
    "ru": ("Встреча в столице", "Анна Ковалёва встретилась с послом Бразилии в Варшаве."),
    "en": ("Talks in the capital", "On Monday Anna Kovaleva met the ambassador of Brazil in Warsaw."),
}
# What importing and loading a model raises when its files are missing, truncated or of another machine.
_LOADING_ERRORS = (ImportError, OSError, RuntimeError, ValueError, TidingsError)


@dataclass(frozen=True)
class DatabaseFacts:
    """All that is asked of the database, in one visit."""

    server: ServerFacts
    corpus: CorpusState
    articles: int
    feeds: list[Feed]
    claims: tuple[int, int]  # proved, and proposed, of all answers kept
    streaks: dict[str, int]
    backup: LastBackup | None = None


def check_everything(invocation: Invocation) -> list[Check]:
    """Run every check; what a broken one makes impossible is left out."""
    from tidings.cli.model_checks import check_models
    from tidings.cli.telegram_checks import check_telegram
    from tidings.cli.watch_checks import check_watching

    checks = [check_python(invocation)]
    try:
        settings = invocation.settings
    except TidingsError as error:
        return [*checks, Check("settings", "fail", one_line(user_message(error, invocation)))]
    checks += [check_settings(invocation), *check_domains(invocation, settings)]
    checks += check_folder(invocation, settings)
    stored = check_database(invocation, settings)
    checks += stored
    watching = list(check_watching(invocation, settings))
    # Which models are asked is a matter of flags, too.
    flags = [check for check in watching if check.name == "flags"]
    if all(check.state != "fail" for check in (*stored, *flags)):
        checks += check_models(invocation, settings)
    checks += [*watching, *check_telegram(invocation, settings)]
    checks += [
        model_check("language", invocation, check_language),
        model_check("embedder", invocation, check_embedder),
        model_check("entities", invocation, check_entities),
    ]
    return checks


def check_python(invocation: Invocation) -> Check:
    """The interpreter and the platform."""
    where = f"{platform.system()} {platform.machine()}"
    return Check(
        "python", "ok", invocation.say("doctor.python", version=platform.python_version(), platform=where)
    )


def check_settings(invocation: Invocation) -> Check:
    """Where the settings come from."""
    from tidings.settings import CONFIG_VARIABLE, Settings, config_path

    known = {f"TIDINGS_{name.upper()}" for name in Settings.model_fields} | {CONFIG_VARIABLE}
    names = ", ".join(sorted(known & os.environ.keys())) or invocation.say("doctor.none")
    key = "doctor.settings" if config_path().is_file() else "doctor.settings_default"
    text = invocation.say(key, file=config_path(), names=names)
    unknown = sorted(name for name in os.environ.keys() - known if name.startswith("TIDINGS_"))
    if not unknown:
        return Check("settings", "ok", text)
    advice = invocation.say("doctor.settings.unknown", names=one_line(", ".join(unknown)))
    return Check("settings", "warn", text, advice)


def check_domains(invocation: Invocation, settings: Settings) -> Iterator[Check]:
    """The lists of domains, where there are any, as they are understood."""
    from tidings.policy.domains import DomainRule

    try:
        rule = DomainRule.from_settings(settings)
    except TidingsError as error:
        yield Check("domains", "fail", one_line(user_message(error, invocation)))
        return
    for key, domains in (("allowed", rule.allowed), ("blocked", rule.blocked)):
        if domains:
            text = invocation.say(f"doctor.domains.{key}", domains=", ".join(sorted(domains)))
            yield Check("domains", "ok", text)


def check_folder(invocation: Invocation, settings: Settings) -> list[Check]:
    """Whether the data folder takes files, and how many more."""
    folder = settings.data_dir.expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        text = invocation.say("doctor.unwritable", path=folder, reason=error.strerror or "")
        return [Check("data_dir", "fail", text, invocation.say("doctor.unwritable.do"))]
    free = shutil.disk_usage(folder).free
    low = free < LOW_SPACE
    space = invocation.say("doctor.space", free=invocation.words().decimal(free / 1e9, 1))
    return [
        Check("data_dir", "ok", invocation.say("doctor.writable", path=folder)),
        Check("disk", "warn" if low else "ok", space, invocation.say("doctor.space.do") if low else ""),
    ]


def check_database(invocation: Invocation, settings: Settings) -> list[Check]:
    """The server, its versions, its schema, and what is stored."""
    checks = [check_binaries(invocation, settings)]
    try:
        facts = with_database(invocation, _database_facts)
    except TidingsError as error:
        text = one_line(error.tech_message)
        return [*checks, Check("database", "fail", text, _database_advice(invocation, settings))]
    versions = invocation.say(
        "doctor.database", version=facts.server.postgres, vector=facts.server.vector or "?"
    )
    return [
        *checks,
        Check("database", "ok", versions),
        Check("migrations", "ok", invocation.say("doctor.migrations", name=facts.server.migration or "?")),
        *_stored_model(invocation, settings, facts.corpus),
        check_feeds(invocation, facts.feeds),
        check_articles(invocation, facts, datetime.now(UTC)),
        *check_proof(invocation, facts, settings.rejection_streak),
        check_backup(invocation, facts, datetime.now(UTC)),
    ]


def check_binaries(invocation: Invocation, settings: Settings) -> Check:
    """Whether the embedded server's programs are there, where they are needed."""
    from tidings.store.binaries import installed_binaries

    if settings.database_url is not None:
        return Check("server", "ok", invocation.say("doctor.server_elsewhere"))
    try:
        binaries = installed_binaries()
    except TidingsError as error:
        return Check("server", "fail", one_line(error.tech_message), invocation.say("doctor.binaries.do"))
    return Check("server", "ok", invocation.say("doctor.binaries", path=binaries.bin))


async def _database_facts(db: Database) -> DatabaseFacts:
    from tidings.store import answers, backups, checkup, corpus, feeds

    async with db.connection() as conn:
        return DatabaseFacts(
            server=await checkup.server_facts(conn),
            corpus=await corpus.state(conn),
            articles=await corpus.articles_before(conn, None),
            feeds=await feeds.list_feeds(conn),
            claims=await answers.outcomes(conn),
            streaks=await answers.streaks(conn),
            backup=await backups.newest(conn),
        )


def _database_advice(invocation: Invocation, settings: Settings) -> str:
    """What to look at, by whose server it is; nothing where the embedded one has not come to a log."""
    if settings.database_url:
        return invocation.say("doctor.database_elsewhere.do")
    log = _log_file(settings)
    return invocation.say("doctor.database.do", log=log) if log else ""


def _log_file(settings: Settings) -> Path | None:
    from tidings.store.server import EmbeddedServer

    try:
        return EmbeddedServer(settings.data_dir).status().log
    except DatabaseUnavailable:
        return None  # the folder cannot even be looked into, which its own check says


def _stored_model(invocation: Invocation, settings: Settings, corpus: CorpusState) -> Iterator[Check]:
    """A warning where the stored vectors come from another model than the one in the settings."""
    if corpus.embedder and corpus.embedder != settings.embedder:
        advice = invocation.say("doctor.reindex.do", stored=corpus.embedder)
        yield Check("embedder", "warn", settings.embedder, advice)


def check_feeds(invocation: Invocation, feeds: list[Feed]) -> Check:
    """How the feeds fare, all together."""
    from tidings.cli.feeds import condition_counts

    if not feeds:
        return Check("feeds", "warn", invocation.say("doctor.no_feeds"), invocation.say("doctor.no_feeds.do"))
    counts = condition_counts(feeds)
    text = invocation.say("feeds.health", total=len(feeds), **counts)
    if counts["dead"] or counts["backing_off"]:
        return Check("feeds", "warn", text, invocation.say("doctor.failing_feeds.do"))
    return Check("feeds", "ok", text)


def check_articles(invocation: Invocation, facts: DatabaseFacts, now: datetime) -> Check:
    """How many articles there are, and how old the newest is."""
    newest = facts.corpus.newest_at
    if newest is None:
        text, advice = invocation.say("doctor.no_articles"), invocation.say("doctor.no_articles.do")
        return Check("articles", "warn", text, advice)
    hours = max(int((now - newest) / timedelta(hours=1)), 0)
    text = invocation.say("doctor.newest", articles=facts.articles, hours=hours)
    if now - newest > STALE:
        return Check("articles", "warn", text, invocation.say("doctor.newest.do"))
    return Check("articles", "ok", text)


def check_proof(invocation: Invocation, facts: DatabaseFacts, streak: int) -> list[Check]:
    """How much of what was proposed is proved, and where models write in vain."""
    proved, proposed = facts.claims
    if not proposed:
        return [Check("proof", "ok", invocation.say("doctor.proof_none"))]
    advice = invocation.say("doctor.proof_streak.do")
    return [
        Check("proof", "ok", invocation.say("doctor.proof", proved=proved, claims=proposed)),
        *(
            Check("proof", "warn", invocation.say("doctor.proof_streak", command=command, answers=n), advice)
            for command, n in sorted(facts.streaks.items())
            if n >= streak
        ),
    ]


def check_backup(invocation: Invocation, facts: DatabaseFacts, now: datetime) -> Check:
    """How old the last backup is; without articles there is nothing to lose."""
    advice = invocation.say("doctor.backup.do") if facts.articles else ""
    if facts.backup is None:
        return Check("backup", "warn" if advice else "ok", invocation.say("doctor.no_backup"), advice)
    days = max(int((now - facts.backup.made_at) / timedelta(days=1)), 0)
    text = invocation.say("doctor.backup", days=days, articles=facts.backup.articles)
    if now - facts.backup.made_at > OLD_BACKUP:
        return Check("backup", "warn", text, advice)
    return Check("backup", "ok", text)


def model_check(name: str, invocation: Invocation, check: Callable[[Invocation], Check]) -> Check:
    """A model's self-test; failing where it does not even load."""
    try:
        return check(invocation)
    except _LOADING_ERRORS as error:
        detail = one_line(f"{type(error).__name__}: {error}")
        text = invocation.say("doctor.model_missing", detail=detail)
        return Check(name, "fail", text, invocation.say("doctor.model.do"))


def _wrong(name: str, detail: str, invocation: Invocation) -> Check:
    text = invocation.say("doctor.model_wrong", detail=detail)
    return Check(name, "fail", text, invocation.say("doctor.model.do"))


def check_language(invocation: Invocation) -> Check:
    """Whether Russian and English are told apart."""
    from tidings.text.language import FastTextIdentifier

    identifier = FastTextIdentifier()
    told = (identifier.identify(_EVENT_RU).lang, identifier.identify(_EVENT_EN).lang)
    if told != ("ru", "en"):
        return _wrong("language", " ".join(told), invocation)
    return Check("language", "ok", invocation.say("doctor.language"))


def check_embedder(invocation: Invocation) -> Check:
    """Whether one event in two languages is nearer than two events in one."""
    from tidings.text.embeddings import load_embedder

    embedder = load_embedder(invocation.settings.embedder)
    ru, en, other = embedder.encode([_EVENT_RU, _EVENT_EN, _OTHER_EN])
    same, apart = float(ru @ en), float(en @ other)
    if same <= apart:
        return _wrong("embedder", f"{same:.2f} <= {apart:.2f}", invocation)
    words = invocation.words()
    text = invocation.say(
        "doctor.embedder",
        model=embedder.name,
        dimension=embedder.dimension,
        same=words.decimal(same),
        other=words.decimal(apart),
    )
    return Check("embedder", "ok", text)


def check_entities(invocation: Invocation) -> Check:
    """Whether names are found in both languages."""
    from tidings.text.entities import EntityFinder

    finder = EntityFinder()
    found = {lang: finder.find([text], lang)[0] for lang, text in _NAMES.items()}
    for lang, entities in found.items():
        if not entities:
            return _wrong("entities", f"{lang}: 0", invocation)
    names = ", ".join(entity.text for entities in found.values() for entity in entities)
    return Check("entities", "ok", invocation.say("doctor.entities", names=one_line(names)))
