"""Delivered answers: what a reader finds when every quote, date and source of 500 of them is looked up.

They are answers without models, with providers that lie in every way the local servers can, and with a small
real model that makes up most of what it writes; over the bundled sample and, where their database is there,
the 2020 corpora. `python -m bench.delivered --quick` looks at 60, without the real model.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from tests.real_model import RealModel

from bench import _corpus, _delivered_cost, _delivered_sample
from bench._delivered_answers import Delivery, Origin, local, lying, real, real_model
from bench._delivered_check import Check
from bench._questions import LANGUAGES, SEED, Kind, Question, Questions
from bench._shares import Share
from bench._watch import Listener, asking, listening
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import NoData
from tidings.orchestrator import MODES
from tidings.windows import SPANS

NAME = "Delivered answers: every quote, date and source looked up by somebody else than the gate"
WIDTH = 118
ORIGINS: tuple[Origin, ...] = ("local", "lying", "real")
_FEW = 3
_SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How many answers of each origin."""

    local: int
    lying: int
    real: int

    def halves(self) -> tuple[Plan, Plan]:
        """For two corpora."""
        half = Plan(self.local // 2, self.lying // 2, self.real // 2)
        return half, Plan(self.local - half.local, self.lying - half.lying, self.real - half.real)


# Each of 13 lies of three providers five times.
FULL = Plan(local=245, lying=195, real=60)
QUICK = Plan(local=34, lying=26, real=0)


@dataclass(frozen=True, slots=True)
class Bench:
    """What is used by turns: who lies, who invents, who hears what is dropped."""

    listener: Listener
    servers: ProviderServers
    model: RealModel | None


async def deliver(engine: Engine, questions: Iterator[Question], plan: Plan, bench: Bench) -> list[Delivery]:
    """As many answers as are planned; models are asked what could be answered without."""
    came = await local(list(islice(questions, plan.local)), engine, bench.listener)
    again = cycle([one.question for one in came if one.answer])
    came += await lying(list(islice(again, plan.lying)), engine, bench.listener, bench.servers)
    if bench.model is not None and plan.real:
        came += await real(again, plan.real, engine, bench.listener, bench.model)
    return came


def of_2020(drawn: Questions) -> Iterator[Question]:
    """Questions without end over both corpora: modes and languages by turns, the rest by chance."""
    chance = Random(SEED)
    for number, mode in enumerate(cycle(("trends", *MODES))):
        subject = mode != "trends" and chance.random() < 0.5
        yield drawn.one(Kind(mode, chance.choice(list(SPANS)), subject), LANGUAGES[number // 4 % 2])


async def measure(plan: Plan, console: Console, *, corpora: bool) -> tuple[list[Delivery], dict[str, float]]:
    """The answers of both corpora, and what proof took over that of 2020."""
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(listening())
        servers = stack.enter_context(ProviderServers())
        model = stack.enter_context(real_model()) if plan.real else None
        bench = Bench(listener, servers, model)
        first, second = plan.halves() if corpora else (plan, Plan(0, 0, 0))
        engine = await stack.enter_async_context(_delivered_sample.opened())
        came = await deliver(engine, _delivered_sample.questions(), first, bench)
        if not corpora:
            console.print(f"Only the sample: there is no database of 2020 in {_corpus.folder()}.")
            return came, {}
        large = await stack.enter_async_context(Engine.open(_corpus.settings()))
        drawn = await Questions.over(asking(large, _corpus.settings()), SEED)
        came += await deliver(large, of_2020(drawn), second, bench)
        runs = await _delivered_cost.measure(large)
    return came, _delivered_cost.report(runs, console)


def figures(came: Sequence[Delivery]) -> dict[str, float]:
    """What holds of all answers, and of those of each origin."""
    found = {"answers": float(len(came)), "delivered_insights": float(sum(map(_insights, came)))}
    found |= shares(came)
    for origin in ORIGINS:
        own = [one for one in came if one.origin == origin]
        found |= {f"{origin}_{name}": share for name, share in shares(own).items()}
    return found


def shares(came: Sequence[Delivery]) -> dict[str, float]:
    """Shares of what was looked up that holds, of answers given at all, and of those that say enough."""
    if not came:
        return {}
    looked_up = {
        str(check): Share.among(item.held for one in came for item in one.findings if item.check is check)
        for check in Check
    }
    answers = [one for one in came if one.answer is not None]
    looked_up["answered_or_no_data"] = Share.among(one.answered for one in came)
    looked_up["three_insights"] = Share.among(_insights(one) >= _FEW for one in answers)
    return {name: share.value for name, share in looked_up.items() if share.of}


def _insights(one: Delivery) -> int:
    return len(one.answer.insights) if one.answer else 0


def report(came: Sequence[Delivery], console: Console) -> None:
    """Print what holds by origin, what became of what models wrote, and what does not hold."""
    console.print(_by_origin(came))
    console.print(_by_lie(came))
    faults = [(one, item) for one in came for item in one.findings if not item.held]
    for one, item in faults[:_SHOWN_FAULTS]:
        asked = f"{one.question.kind.name} {one.question.lang} {one.question.as_of}"
        console.print(f"{one.origin} {one.how} {asked}: {item.check} fails at {item.where}", highlight=False)
    errors = Counter(one.error for one in came if not one.answered)
    if errors:
        console.print(f"No answer: {dict(errors)}", highlight=False)


def _by_origin(came: Sequence[Delivery]) -> Table:
    grid = Table("", *ORIGINS, box=None, title="What holds of what was delivered, in percent")
    grid.title_justify = "left"
    own = [[one for one in came if one.origin == origin] for origin in ORIGINS]
    grid.add_row("answers", *(str(len(some)) for some in own))
    grid.add_row("of them no data", *(str(sum(one.error == NoData.code for one in some)) for some in own))
    grid.add_row("insights", *(str(sum(map(_insights, some))) for some in own))
    held = [shares(some) for some in own]
    for name in shares(came):
        grid.add_row(name, *(f"{100 * some[name]:.1f}" if name in some else "-" for some in held))
    return grid


def _by_lie(came: Sequence[Delivery]) -> Table:
    grid = Table("", "answers", "with some", "written", "passed", "own words", "why not", box=None)
    grid.title, grid.title_justify = "What became of the sentences that models wrote", "left"
    for how in dict.fromkeys((one.origin, one.how) for one in came if one.origin != "local"):
        own = [one for one in came if (one.origin, one.how) == how]
        left_out = sum((one.left_out for one in own), Counter[str]())
        dropped = sum((one.dropped for one in own), Counter[str]())
        counts = (
            len(own),
            sum(bool(one.written) for one in own),
            sum(len(one.written) for one in own),
            sum(one.passed for one in own),
            sum(one.in_own_words for one in own),
        )
        why = ", ".join(f"{reason} {count}" for reason, count in (left_out + dropped).most_common(4))
        grid.add_row(" ".join(how).strip(), *map(str, counts), why)
    return grid


def _is_there() -> bool:
    ledger = _corpus.folder() / _corpus.LEDGER
    return ledger.exists() and all(lang in ledger.read_text() for lang in _corpus.FILES)


def run(data: Path, plan: Plan = FULL) -> dict[str, float]:
    """Print what holds of the answers; the figures. `data` is not read: all articles are imported already."""
    console = Console(width=WIDTH)
    came, cost = asyncio.run(measure(plan, console, corpora=_is_there()))
    report(came, console)
    return figures(came) | cost


if __name__ == "__main__":
    from bench.__main__ import data_folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 answers, without the real model")
    print(run(data_folder(), QUICK if parser.parse_args().quick else FULL))
