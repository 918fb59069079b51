"""Tables of the proof's benchmark: sets, kinds of alteration, other checkers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench._claims import KINDS
from bench._judged import SWAPS, TOGETHER, Judged, Tally, by_languages, of_kinds
from bench._proof_peers import Published, Verdicts
from bench._shares import Share
from bench._trials import CORPORA, Trial
from tidings.policy.reasons import Reason

# Below this many a share in percent says less than the two counts.
_FEW = 25

ByGroup = Mapping[str, Sequence[Judged]]


def show_sets(by_group: ByGroup, console: Console) -> None:
    """One line a set: what passed, and what could not be told."""
    grid = Table("set", "true", "of them pass", "false", "of them pass", "not told", box=None)
    for name, some in by_group.items():
        tally = Tally.of(some)
        true, false, untold = tally.true, tally.false, f"{100 * tally.abstained.value:.1f}"
        grid.add_row(name, str(true.of), str(true), str(false.of), str(false), untold)
    console.print(grid, "")


def show_kinds(by_group: ByGroup, console: Console) -> None:
    """False claims that passed by kind: of all with an interval, by languages as counts."""
    claims = by_group.get("claims", ())
    columns = {name: by_group[name] for name in TOGETHER if name in by_group} | by_languages(claims)
    grid = Table("false claims that pass", *columns, box=None)
    for title, kinds in (*((kind, (kind,)) for kind in KINDS), ("swaps", SWAPS), ("all", (*KINDS, "sister"))):
        grid.add_row(title, *(_cell(of_kinds(some, kinds), short=True) for some in columns.values()))
    console.print(grid, f"swaps are {', '.join(SWAPS)}", "", highlight=False)


def show_corpora(by_group: ByGroup, console: Console) -> None:
    """What passed of the corpora's headlines and sentences, true ones and each kind of false ones."""
    columns = [name for name in CORPORA if name in by_group]
    if not columns:
        return
    truths = {one.trial.kind: one.trial.is_true for name in columns for one in by_group[name]}
    grid = Table("of the corpora", "", *columns, box=None)
    for kind, is_true in sorted(truths.items(), key=lambda item: not item[1]):
        cells = (_cell(of_kinds(by_group[name], (kind,))) for name in columns)
        grid.add_row(kind, "true" if is_true else "false", *cells)
    console.print(grid, "")


def _cell(judged: Iterable[Judged], *, short: bool = False) -> str:
    """The false ones that passed; the true ones of a kind that has no false ones."""
    tally = Tally.of(judged)
    share = tally.false if tally.false.of else tally.true
    if not share.of:
        return ""
    if short or share.of < _FEW:
        return f"{share.hits}/{share.of}"
    return str(share)


def show_peers(trials: Sequence[Trial], verdicts: Sequence[Verdicts], console: Console) -> None:
    """True and false that pass, by set; and how many times as much of the false as ours passes."""
    grid = Table("pass: true, false", *(said.checker for said in verdicts), box=None)
    for name in dict.fromkeys(trial.group for trial in trials):
        tallies = [tally(trials, said, in_group(name)) for said in verdicts]
        cells = (f"{100 * one.true.value:.1f}, {100 * one.false.value:.1f}" for one in tallies)
        grid.add_row(name, *cells)
    false = [tally(trials, said, lambda _: True).false.value for said in verdicts]
    grid.add_row("false, over ours", *(f"{share / false[0]:.1f}" if false[0] else "-" for share in false))
    grid.add_row("ms a claim", *(f"{said.ms:.2f}" for said in verdicts))
    console.print(grid, "")


def in_group(*names: str) -> Callable[[Trial], bool]:
    """Whether a trial is of one of these sets."""
    return lambda trial: trial.group in names


def tally(trials: Sequence[Trial], said: Verdicts, wanted: Callable[[Trial], bool]) -> Tally:
    """What a checker let through of the trials that are wanted."""
    told = zip(trials, said.passed, strict=True)
    return Tally.of(
        Judged(trial, None if passed else Reason.NOT_SUPPORTED) for trial, passed in told if wanted(trial)
    )


def show_published(claims: Sequence[Judged], published: Sequence[Published], console: Console) -> None:
    """What a peer says of itself with its model, beside the same kinds of ours."""
    grid = Table("false claims that pass", "kind", "theirs", "ours", "theirs is said in", box=None)
    for one in published:
        ours = Tally.of(of_kinds(claims, (one.kind,))).false
        grid.add_row(one.checker, one.kind, str(Share(one.passed, one.of)), str(ours), one.source)
    console.print(grid, "")
