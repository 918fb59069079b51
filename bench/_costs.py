"""Costs: tokens and dollars of commands at list prices, and what of a faithful model's sentences is proved.

The servers' model copies true sentences of its documents, and counts tokens as Gemma 3 does. How long its
answers are is its own: what a real one could cost at most is what was reserved, and is shown beside.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
from rich.console import Console
from rich.table import Table

from bench._providers import Providers
from bench._questions import LANGUAGES, Kind, Question, Questions, each_kind
from bench._watch import Call, Listener, Seen, Watch, asking, calls_of, listening
from tidings.engine import Engine
from tidings.llm.models import parse_model
from tidings.llm.outcomes import Usage
from tidings.llm.prices import Prices
from tidings.llm.prompt import plain
from tidings.schemas import Answer

MODES = ("trends", "keywords", "sentiment", "topics")
KINDS = (
    Kind("trends", "24h"),
    Kind("trends", "1w"),
    *(
        Kind(mode, window, subject)
        for mode in MODES[1:]
        for window, subject in (("24h", False), ("1w", True))
    ),
)
EACH = 30
# Cents that half of all commands may cost, dollars none may pass, and tokens likewise.
MEDIAN_USD, MOST_USD, MOST_TOKENS = 0.03, 0.50, 8000
# Two cores: one for this process, one for the database and the servers.
_AT_ONCE = 3
_WORD, _BEGINNING = re.compile(r"\w+"), 100
_FORGET_REPLIES = "DELETE FROM model_replies RETURNING 1"


@dataclass(frozen=True, slots=True)
class Bill:
    """One command: what its models used and wrote, and what became of that; then the same command again."""

    question: Question
    calls: tuple[Call, ...]
    usd: float
    tokens: int
    degraded: bool
    written: int
    repeated: int
    dropped: Counter[str]
    shown: int
    again_usd: float
    again_same: bool

    @property
    def sent(self) -> int:
        """Tokens sent, the schemas among them."""
        return sum(call.sent for call in self.calls)

    @property
    def received(self) -> int:
        """Tokens received."""
        return sum(call.received for call in self.calls)

    @property
    def reserved(self) -> int:
        """Tokens that were reserved."""
        return sum(call.reserved for call in self.calls)

    @property
    def most_usd(self) -> float:
        """Dollars that were reserved: no answer of any length could have cost more."""
        return sum(call.nanos_reserved for call in self.calls) / 1e9

    @property
    def proved(self) -> int:
        """Sentences that the gate let through."""
        return self.written - self.repeated - self.dropped.total()


async def measure(engine: Engine, servers: Providers) -> list[Bill]:
    """Every command twice, the replies of earlier runs forgotten."""
    await engine.db.fetch_all(_FORGET_REPLIES)
    without = asking(engine, servers.settings(models=False))
    drawn = await Questions.over(engine, seed=3)
    questions = [await drawn.answerable(without, kind, lang) for kind, lang in each_kind(KINDS, EACH)]
    paying = asking(engine, servers.settings())
    gate = asyncio.Semaphore(_AT_ONCE)
    try:
        with listening() as listener:
            return await asyncio.gather(*(_bill(question, paying, listener, gate) for question in questions))
    finally:
        await paying.models.aclose()


async def _bill(question: Question, engine: Engine, listener: Listener, gate: asyncio.Semaphore) -> Bill:
    reference = f"bench-{uuid4().hex}"
    watched, watch = Watch.over(engine)
    async with gate:
        answer = await question.put(watched, reference)
        again = await question.put(engine)
    [desk] = watch.desks
    heard = listener.counts[reference]
    dropped = Counter(
        {reason: count for (event, reason), count in heard.items() if event == "claim_dropped.written"}
    )
    return Bill(
        question=question,
        calls=tuple(await calls_of(engine, reference)),
        usd=answer.meta.cost_usd,
        tokens=answer.meta.tokens,
        degraded=bool(answer.meta.degradations),
        written=len(desk.sentences),
        repeated=heard["draft_part_skipped", "said_already"],
        dropped=dropped,
        shown=_shown(answer, desk),
        again_usd=again.meta.cost_usd,
        again_same=(again.insights, again.result) == (answer.insights, answer.result),
    )


def _shown(answer: Answer, desk: Seen) -> int:
    """Insights of the answer that are a model's sentences."""
    written = [_words(text) for text in desk.sentences]
    return sum(any(text[:60] in _words(insight.text) for text in written) for insight in answer.insights)


def _words(text: str) -> str:
    """The beginning of a sentence by its words alone: one that repeats an article is shown as its quote."""
    return " ".join(_WORD.findall(plain(text)))[:_BEGINNING]


def report(bills: Sequence[Bill], servers: Providers, console: Console) -> dict[str, float]:
    """Print what commands cost and what of their sentences was proved; the figures."""
    console.print(_costs(bills))
    uncached = _uncached(bills, servers)
    used, reserved = sum(bill.tokens for bill in bills), sum(bill.reserved for bill in bills)
    cached, sent = (
        sum(getattr(call, name) for bill in bills for call in bill.calls) for name in ("cached", "sent")
    )
    free = [bill for bill in bills if bill.again_usd == 0 and bill.again_same]
    console.print(
        f"Of the tokens reserved {used / reserved:.0%} were used. The servers found {cached / sent:.0%} of "
        f"those sent in their prompt caches; without, the dearest command had cost ${max(uncached):.4f}.\n"
        f"Asked again, {len(free)} of {len(bills)} commands cost nothing and said the same.",
        highlight=False,
    )
    console.print(_truth(bills))
    figures = {
        "asked_again_free": len(free) / len(bills),
        "within_command_limits": _share(bills, lambda b: b.most_usd <= MOST_USD and b.tokens <= MOST_TOKENS),
        "undegraded": _share(bills, lambda bill: not bill.degraded),
        "reserved_tokens_used": used / reserved,
    }
    for mode in MODES:
        own = _of(bills, mode)
        figures[f"{mode}_within_3_cents"] = _share(own, lambda bill: bill.usd <= MEDIAN_USD)
        figures[f"{mode}_commands_a_dollar"] = 1 / float(np.median([bill.usd for bill in own]))
        for lang in LANGUAGES:
            some = _of(bills, mode, lang)
            written = sum(bill.written - bill.repeated for bill in some)
            figures[f"{mode}_{lang}_true_proved"] = sum(bill.proved for bill in some) / written
    return figures


def _share(bills: Sequence[Bill], holds: Callable[[Bill], bool]) -> float:
    return sum(map(holds, bills)) / len(bills)


def _of(bills: Sequence[Bill], mode: str, lang: str | None = None) -> list[Bill]:
    return [bill for bill in bills if bill.question.kind.mode == mode and lang in {None, bill.question.lang}]


def _uncached(bills: Sequence[Bill], servers: Providers) -> list[float]:
    """Dollars of each command where no provider remembers the beginning of a prompt."""
    prices = Prices(servers.settings())
    known = {call.model: prices.of(parse_model(call.model)) for bill in bills for call in bill.calls}

    def nanos(call: Call) -> int:
        price = known[call.model]
        return price.nanos(Usage(call.sent, call.received)) if price else call.nanos

    return [sum(map(nanos, bill.calls)) / 1e9 for bill in bills]


def _costs(bills: Sequence[Bill]) -> Table:
    columns = ("sent P50", "received P50", "tokens P95", "most", "$ P50", "$ P95", "$ most", "$ reserved")
    grid = Table("mode", "", "n", *columns, "over 3 c", "over 50 c", box=None)
    grid.title, grid.title_justify = (
        "A command at list prices; $ reserved is the most any could have cost",
        "left",
    )
    for mode in MODES:
        for lang in LANGUAGES:
            own = _of(bills, mode, lang)
            tokens, usd = [bill.tokens for bill in own], [bill.usd for bill in own]
            grid.add_row(
                mode,
                lang,
                str(len(own)),
                *(
                    f"{np.median(counts):.0f}"
                    for counts in ([b.sent for b in own], [b.received for b in own])
                ),
                *(f"{np.percentile(tokens, percent):.0f}" for percent in (95, 100)),
                *(f"{np.percentile(usd, percent):.4f}" for percent in (50, 95, 100)),
                f"{max(bill.most_usd for bill in own):.4f}",
                f"{_share(own, lambda bill: bill.usd > MEDIAN_USD):.0%}",
                f"{_share(own, lambda bill: bill.usd > MOST_USD):.0%}",
            )
    return grid


def _truth(bills: Sequence[Bill]) -> Table:
    grid = Table(
        "mode",
        "",
        "written",
        "repeat another",
        "dropped",
        "proved",
        "share",
        "shown",
        "why dropped",
        box=None,
    )
    grid.title, grid.title_justify = "True sentences of a faithful model", "left"
    for mode in MODES:
        for lang in LANGUAGES:
            own = _of(bills, mode, lang)
            why = sum((bill.dropped for bill in own), Counter[str]())
            written, repeated = sum(bill.written for bill in own), sum(bill.repeated for bill in own)
            proved = sum(bill.proved for bill in own)
            counts = written, repeated, why.total(), proved
            share, shown = proved / (written - repeated), sum(bill.shown for bill in own)
            reasons = ", ".join(f"{reason} {count}" for reason, count in why.most_common(4))
            grid.add_row(mode, lang, *map(str, counts), f"{share:.1%}", str(shown), reasons)
    return grid
