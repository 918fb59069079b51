"""The orchestrator: retrieve, compute, let models write where there are any, put it into words, prove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import structlog

from tidings.agents.material import Question
from tidings.archive import Given, keep, workings_of
from tidings.asking import AUTO, MODES, Ask, Asked, understand
from tidings.conflicts import find_conflicts
from tidings.drill import undergo, unproven
from tidings.engine import Engine, close_shared_engine, shared_engine
from tidings.errors import AnswerUnproved, InvalidRequest, ModelUnavailable, NoData
from tidings.findings import Findings, Found, find_keywords, find_sentiment, find_topics, find_trends
from tidings.formatting import Stamp, format_answer
from tidings.llm.desk import Account, Desk
from tidings.observability import metrics
from tidings.observability.commands import Command
from tidings.observability.correlation import correlated
from tidings.observability.stages import stage
from tidings.policy.answers import Check, Violation, check_answer
from tidings.policy.claims import Claim
from tidings.policy.domains import DomainRule
from tidings.policy.masking import without_personal_data
from tidings.policy.reasons import Reason
from tidings.prose.drafts import propose
from tidings.proving import Proved, Settled, prove, settle
from tidings.pseudonyms import pseudonym
from tidings.retrieval import DEFAULT_K, require_sources
from tidings.retrieval.sharing import Share
from tidings.schemas import Answer
from tidings.store import corpus
from tidings.store.analysis import Selection
from tidings.terms import Terms, terms_of
from tidings.text.naming import asked_stems
from tidings.writing import Written, both, write

__all__ = ["MODES", "Engine", "close_shared_engine", "execute_analyze", "execute_trends", "shared_engine"]

log = structlog.get_logger(__name__)

# Whose budget a command in a terminal counts against.
LOCAL_USER = "local"

# Of five insights about a mood or about phrases, those that come before a conflict.
_ASKED_FOR = 4

T = TypeVar("T")

_FINDERS = {
    "trends": find_trends,
    "topics": find_topics,
    "keywords": find_keywords,
    "sentiment": find_sentiment,
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: whose budget it is, under which correlation id, and whether models are to be left alone."""

    user: str = LOCAL_USER
    correlation_id: str | None = None
    simple: bool = False


async def execute_trends(
    *,
    window: str = "24h",
    lang: str = AUTO,
    sources: Sequence[str] | None = None,
    as_of: datetime | None = None,
    simple: bool = False,
    words: str | None = None,
    user: str = LOCAL_USER,
    engine: Engine | None = None,
    correlation_id: str | None = None,
) -> Answer:
    """What is happening in a window, what is rising, and how the coverage feels.

    `lang` (auto, ru, en) says which articles count; `words` (ru, en) in which language to answer, by
    default that of the articles asked for. `as_of` answers as of a past moment, from nothing newer.
    `simple` asks no model; without models it changes nothing. `user` is whose budget it is.
    Raises TidingsError.
    """
    ask = Ask("trends", None, window, lang, sources, as_of, words)
    return await _execute(ask, "trends", Asker(user, correlation_id, simple), engine)


async def execute_analyze(
    *,
    mode: str,
    query: str | None = None,
    window: str = "24h",
    lang: str = AUTO,
    sources: Sequence[str] | None = None,
    as_of: datetime | None = None,
    words: str | None = None,
    user: str = LOCAL_USER,
    engine: Engine | None = None,
    correlation_id: str | None = None,
) -> Answer:
    """The coverage of a subject, or of everything: its keywords, its sentiment or its topics.

    Options as for `execute_trends`; the answer is in the query's language unless `words` or `lang` say
    otherwise. Raises TidingsError.
    """
    ask = Ask(mode, query, window, lang, sources, as_of, words)
    name = f"analyze_{mode}" if mode in MODES else "analyze"
    return await _execute(ask, name, Asker(user, correlation_id), engine)


async def _execute(ask: Ask, name: str, asker: Asker, engine: Engine | None) -> Answer:
    """The whole pipeline, in the order data flows."""
    with correlated(asker.correlation_id) as reference, Command(name) as command:
        if name == "analyze":
            raise _unknown_mode(ask.mode)
        engine = engine or await shared_engine()
        command.user = await pseudonym(engine.db, asker.user)
        terms = await terms_of(engine, asker.user)
        command.track, command.level = terms.track.value, terms.level.value
        asked = understand(ask, engine.settings.lang)
        admit(asked, terms, asker)
        drill = await undergo(engine.flags.drill(asker.user))
        await require_sources(engine.db, asked.sources)
        command.desk = desk = desk_for(engine, asked, asker, terms)
        computed = await compute(engine, asked, terms)
        asked, found, findings = computed.asked, computed.found, computed.findings
        with stage("write"):
            written = await write(asked, found, findings, desk) if desk else Written(findings)
        with stage("settle"):
            settled = await settle(engine, asked, found, written.findings)
        with stage("prove"):
            proposed = unproven(proposals(asked, settled, written, computed.conflicts), drill)
            proved = await prove(engine, asked, found, settled, proposed)
        count_claims(command, proved)
        account = desk.account if desk else Account()
        stamp = Stamp(reference, command.elapsed_ms, account, terms if is_reduced(terms, asker) else None)
        workings = workings_of(asked, found, settled.findings, proved)
        try:
            with stage("format"):
                told = format_answer(asked, found, settled.findings, proved, stamp)
                with command.validating():
                    answer = shown(told, proved, engine.domains)
        except AnswerUnproved as error:
            await keep(engine, asked, proved, Given(asker.user, stamp, workings, error=error.code))
            raise
        with stage("keep"):
            kept = await keep(engine, asked, proved, Given(asker.user, stamp, workings, answer))
        if not kept:
            answer = answer.model_copy(update={"meta": answer.meta.model_copy(update={"kept": False})})
        metrics.insights.labels(name).observe(len(answer.insights))
        log.info("answered", command=name, articles=answer.meta.articles, insights=len(answer.insights))
        return answer


def is_reduced(terms: Terms, asker: Asker) -> bool:
    """Whether the command has less than it is meant to; a simple one has all of it at every level."""
    return terms.reduced and not asker.simple


def admit(asked: Asked, terms: Terms, asker: Asker) -> None:
    """Refuse what is not answered at the level in force.

    As where no model answers: nothing is wrong with the question or with the data, and later it may be
    answered.
    """
    if is_reduced(terms, asker):
        metrics.degraded_commands.labels(asked.command, str(terms.level.value)).inc()
    if terms.since is not None and terms.limits.refuses(asked.mode):
        metrics.refused_commands.labels(terms.track.value).inc()
        raise ModelUnavailable(
            f"{asked.command} is not answered at level {terms.level.value}",
            message="service_reduced",
            params={"since": f"{terms.since:%Y-%m-%d %H:%M}"},
        )


def desk_for(engine: Engine, asked: Asked, asker: Asker, terms: Terms) -> Desk | None:
    """What the command has of models; None where none is to be asked."""
    if asker.simple or not terms.limits.lets_models(asked.mode) or not engine.models.is_needed:
        return None
    return engine.models.desk(user=asker.user, reduced=terms.limits)


@dataclass(frozen=True, slots=True)
class Computed:
    """What was found and computed for a question; `asked` has the very window it was computed for."""

    asked: Asked
    found: Found
    findings: Findings
    conflicts: Sequence[Claim]


async def compute(engine: Engine, asked: Asked, terms: Terms) -> Computed:
    """What there is to say of the question: computed once for all who ask the same, until news come in.

    Nothing in it is anybody's own: what models write, what is proved and what is kept follows for each.
    """

    async def work() -> Computed:
        with stage("retrieve"):
            found = await retrieve(engine, asked, rerank=terms.rerank, k_final=terms.limits.documents)
        question = question_of(asked, found, expand=terms.expand, domains=engine.domains)
        with stage("find"):
            findings, conflicts = await both(
                find(engine.db, asked, found, question, share=share),
                find_conflicts(engine.db, question.selection, asked.words, question.may_cite, share),
            )
        return Computed(asked, found, findings, conflicts)

    state = await engine.db.read(corpus.state)
    find, share = _FINDERS[asked.mode], _share(engine, state.epoch)
    if asked.as_of is None:
        asked = replace(asked, window=engine.edges.of(asked.window, state.epoch))
    reach = (terms.rerank, terms.limits.documents, terms.expand)
    return await engine.computed.of((asked.key(state.epoch), reach), work)


def _share(engine: Engine, epoch: int) -> Share:
    """Counts that other modes or readers of the other language need as well are shared until news come in."""

    def share(key: Hashable, counting: Callable[[], Coroutine[Any, Any, T]]) -> Coroutine[Any, Any, T]:
        return engine.counted.of((key, epoch), counting)

    return share


async def retrieve(
    engine: Engine, asked: Asked, *, rerank: bool = False, k_final: int | None = None
) -> Found:
    """The best articles, and every match of a query; a trends answer's best articles are its topics' own."""
    if asked.mode == "trends":
        return Found()
    options: dict[str, Any] = {
        "lang": asked.lang or AUTO,
        "sources": asked.sources,
        "k_final": DEFAULT_K if k_final is None else k_final,
        "as_of": asked.as_of,
        "rerank": rerank,
    }
    if asked.query is None:
        retrieved = await engine.retriever.retrieve_for_analysis(None, asked.window, **options)
        return Found(retrieved.hits, None, retrieved.warnings)
    retrieved, matches = await engine.retriever.retrieve_and_match(asked.query, asked.window, **options)
    if not matches:
        raise NoData("no article of the window matches the query")
    return Found(retrieved.hits, tuple(match.id for match in matches), retrieved.warnings)


def question_of(
    asked: Asked, found: Found, *, expand: bool = True, domains: DomainRule | None = None
) -> Question:
    """The articles the agents work on, which of them may be cited, and whether queries are suggested."""
    outlets = tuple(map(corpus.source_id, asked.sources)) if asked.sources else None
    langs = (asked.lang,) if asked.lang else None
    return Question(
        window=asked.window,
        selection=Selection(asked.window.since, asked.window.until, langs, outlets, found.matches),
        ranked=found.ranked,
        query_stems=asked_stems(asked.query, asked.words) if asked.query else frozenset(),
        background_before=asked.background_before,
        expand=expand,
        may_cite=lambda article: domains is None or domains.lets(article.url),
    )


def proposals(
    asked: Asked, settled: Settled, written: Written, conflicts: Sequence[Claim] = ()
) -> list[Claim]:
    """All that could be said, in the order it is wanted.

    Conflicts follow the strongest figure of a view of the news. Where a mood or phrases were asked for, one
    comes after what was asked.
    """
    found = settled.findings
    drafted = propose(
        asked.mode, found.facts, found.articles, found.voices, asked.words, written=written.claims
    )
    if asked.mode in {"sentiment", "keywords"}:
        return [*drafted[:_ASKED_FOR], *conflicts[:1], *drafted[_ASKED_FOR:]]
    return [*drafted[:1], *conflicts, *drafted[1:]]


def count_claims(command: Command, proved: Proved) -> None:
    """Count what was proposed to say, by what became of it."""
    told = [item for item in proved.judgement.verdicts if item.reason is not Reason.ADDRESS_REFUSED]
    for outcome, number in Counter(item.outcome for item in told).items():
        command.judged(outcome, number)


def shown(answer: Answer, proved: Proved, domains: DomainRule) -> Answer:
    """The answer as its reader gets it: nobody's data in it, and looked at once more as a whole."""
    masked = without_personal_data(answer, proved.record.articles.values())
    violations = check_answer(masked, domains, names_said(proved))
    for violation in violations:
        metrics.policy_checks.labels(f"answer_{violation.check}", "drop").inc()
        log.warning("answer_violation", check=violation.check, where=violation.where)
    if any(map(_forbids, violations)):
        raise AnswerUnproved(f"the answer fails {', '.join(sorted({item.check for item in violations}))}")
    return masked


def names_said(proved: Proved) -> frozenset[str]:
    """What the sentences of an answer name, which may be in another language than they."""
    said = (proved.header, proved.summary, *(claim.statement for claim in proved.chosen))
    return frozenset(name for statement in said if statement for name in statement.names)


def _forbids(violation: Violation) -> bool:
    """Whether an answer may not be shown with that; insights may quote any language."""
    return violation.check is not Check.LANGUAGE or violation.where in {"header", "tldr"}


def _unknown_mode(mode: str) -> InvalidRequest:
    return InvalidRequest(
        f"unknown mode {mode!r}; there are {', '.join(MODES)}",
        message="unknown_mode",
        params={"mode": mode, "modes": ", ".join(MODES)},
    )
