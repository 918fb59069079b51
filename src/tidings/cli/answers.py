"""An answer as a person reads it in a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from tidings.cli.layout import address, numbered, section
from tidings.cli.results import result_sections
from tidings.cli.untrusted import one_line
from tidings.cli.words import Words
from tidings.messages import LANGUAGES
from tidings.pages.confidence import level
from tidings.prose.moments import moment
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight, Meta, Notice

# An answer may rest on dozens of articles; a screen shows the first, --json all of them.
EVIDENCE_SHOWN = 10

_TYPE_STYLES = {
    "fact": "cyan",
    "hypothesis": "magenta",
    "recommendation": "green",
    "conflict": "bold yellow",
}


def render(answer: Answer, words: Words, program: str = "tidings") -> RenderableType:
    """The whole answer; print it with `crop=False`, for addresses stay on one line however long.

    `program` is how this program is called again on the same data.
    """
    knows_past = all(notice.code != "cold_start" for notice in answer.warnings)
    results = result_sections(answer.result, words, knows_past=knows_past)
    return Group(
        *_heading(answer, words),
        *section(words.say("answer.section.insights"), _insights(answer, words)),
        *(part for title, body in results for part in section(title, body)),
        *section(words.say("answer.section.evidence"), _evidence(answer.evidence, words)),
        *section(words.say("answer.section.warnings"), _warnings(answer.warnings)),
        Text(),
        Rule(style="dim"),
        *_footer(answer.meta, words, program),
    )


def _heading(answer: Answer, words: Words) -> list[RenderableType]:
    meta = answer.meta
    kind = Text(words.say(f"answer.{answer.result.mode}"), style="bold reverse")
    if meta.query:
        kind.append(f"  {one_line(meta.query)}", style="bold not reverse")
    kind.append(f"  {meta.window}", style="not reverse dim")
    zone = meta.until.astimezone(words.zone).tzname() or "UTC"
    scope = words.say(
        "answer.scope",
        since=words.since(meta.since, meta.until),
        until=words.moment(meta.until, year=True),
        zone=zone,
        articles=meta.articles,
        sources=meta.sources,
    )
    return [
        kind,
        Text(scope, style="dim"),
        Text(),
        Text(_on_clock(answer.header, meta.until, words, zone), style="bold"),
        Text(one_line(answer.tldr)),
    ]


def _on_clock(header: str, until: datetime, words: Words, zone: str) -> str:
    """The header, its moment on the reader's clock as everything else here."""
    here = f"{words.moment(until, year=True)} {zone}"
    for lang in LANGUAGES:
        header = header.replace(moment(until, lang), here)
    return one_line(header)


def _insights(answer: Answer, words: Words) -> Iterable[RenderableType]:
    sources = {item.article_id: item.source for item in answer.evidence}
    sources |= {item.url: item.source for item in answer.evidence if item.url}
    for number, insight in enumerate(answer.insights, 1):
        if number > 1:
            yield Text()
        yield numbered(number, _claim(insight, words))
        for ref in insight.evidence_refs:
            source = sources.get(ref.article_id or "") or sources.get(ref.url or "") or ""
            said = insight.basis == "quoted" and ref.quote in insight.text
            yield Padding(_quote(ref, source, words, only_origin=said), (0, 0, 0, 5))


def _claim(insight: Insight, words: Words) -> Text:
    claim = Text(one_line(insight.text), style="bold")
    kind = words.say(f"answer.type.{insight.type}")
    basis = words.say(f"answer.basis.{insight.basis}")
    claim.append(f"  {kind}", style=f"not bold {_TYPE_STYLES[insight.type]}")
    claim.append(f", {basis}", style="not bold dim")
    return claim


def _quote(ref: EvidenceRef, source: str, words: Words, *, only_origin: bool) -> Text:
    parts = [one_line(source), words.day(ref.date), f"#{ref.article_id}" if ref.article_id else ""]
    origin = "— " + " · ".join(part for part in parts if part)
    if only_origin:  # the claim is the quote
        return Text(origin, style="dim")
    quote = Text(words.say("answer.quote", quote=one_line(ref.quote)), style="italic")
    quote.append(f"\n{origin}", style="not italic dim")
    return quote


def _evidence(items: Sequence[Evidence], words: Words) -> Iterable[RenderableType]:
    for number, item in enumerate(items[:EVIDENCE_SHOWN], 1):
        line = Text(one_line(item.title))
        origin = f"{one_line(item.source)} · {words.day(item.date)} · #{item.article_id}"
        line.append(f"\n{origin}", style="dim")
        yield numbered(number, line)
        yield from address(item.url, indent=5)
    if len(items) > EVIDENCE_SHOWN:
        yield Text(f"     {words.say('answer.more', more=len(items) - EVIDENCE_SHOWN)}", style="dim")


def _warnings(notices: Iterable[Notice]) -> Iterable[RenderableType]:
    for notice in notices:
        yield Padding(Text(f"! {one_line(notice.text)}", style="yellow"), (0, 0, 0, 2))


def _footer(meta: Meta, words: Words, program: str) -> Iterable[RenderableType]:
    parts = [
        confidence(meta.confidence, words),
        *effort(meta.latency_ms, meta.cost_usd, meta.model, words),
    ]
    yield Text(" · ".join(parts), style="dim")
    if meta.kept:
        why = words.say("answer.why", program=program, id=meta.correlation_id)
        # On a line of its own, to be copied whole.
        yield Text(why, style="dim", no_wrap=True, overflow="ignore")


def confidence(score: float, words: Words) -> str:
    """A confidence in a word and a figure."""
    word = words.say(f"answer.confidence.{level(score)}")
    return words.say("answer.confidence", word=word, score=words.decimal(score))


def effort(latency_ms: float, cost_usd: float, model: str, words: Words) -> list[str]:
    """What an answer took: time, money, models."""
    cost = words.say("answer.cost", usd=words.decimal(cost_usd, 4)) if cost_usd else words.say("answer.free")
    return [
        words.say("answer.latency", ms=words.number(round(latency_ms))),
        cost,
        words.say("answer.model", model=one_line(model)),
    ]
