"""The proof against claims whose truth is known: how many true ones pass, and how many false ones.

Claims written for this project, known and held out; headlines and teasers of 2020, as they are and altered by
a seed; and other checkers of the same sentences. `python -m bench.proof --show known_en` lists what is judged
wrongly in one file of claims.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from bench import _proof_peers
from bench.__main__ import data_folder
from bench._claims import claim_files, load
from bench._judged import Judged, Tally, figures, groups, judge
from bench._proof_peers import PUBLISHED, Verdicts
from bench._proof_tables import show_corpora, show_kinds, show_peers, show_published, show_sets, tally
from bench._trials import CORPORA, Trial, of_claims, of_corpora
from tidings.policy.reading.likeness import Likeness
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder

NAME = "proof: true and false claims that pass, in percent, with intervals of 95 %"
# Of each set of the corpora every so many go to the peers, some of whom are ten times as slow.
PEERS_STEP = 5


def run(data: Path) -> dict[str, float]:
    """Everything, held claims too."""
    return measure([*claims(held=True), *_of_corpora(data)])


def claims(*, held: bool) -> list[Trial]:
    """The claims of every file."""
    return [trial for path in claim_files(held=held) for trial in of_claims(load(path))]


def _of_corpora(data: Path) -> list[Trial]:
    if not data.is_dir():
        Console().print(f"Without the corpora of 2020, which are not in {data}.", highlight=False)
        return []
    with Console().status("Making pairs and alterations"):
        return list(of_corpora(data))


def measure(trials: Sequence[Trial], *, peers: bool = True) -> dict[str, float]:
    """Judge, show, and compare with peers."""
    limit_to_one_thread()
    console, likeness = Console(), Likeness(load_embedder())
    start = time.perf_counter()
    by_group = groups(judge(trials, likeness, console))
    claim_ms = 1000 * (time.perf_counter() - start) / len(trials)
    for show in (show_sets, show_kinds, show_corpora):
        show(by_group, console)
    leads = _beside_peers(by_group, likeness, claim_ms, console) if peers else {}
    return figures(by_group) | leads | {"claim_ms": claim_ms}


def _beside_peers(
    by_group: Mapping[str, Sequence[Judged]], likeness: Likeness, claim_ms: float, console: Console
) -> dict[str, float]:
    """The same sentences through other checkers; our lead over the two that are always there."""
    written = by_group["claims"]
    chosen = [*written, *(one for name in CORPORA for one in by_group.get(name, ())[::PEERS_STEP])]
    trials = [one.trial for one in chosen]
    with console.status("Other checkers"):
        simple = _proof_peers.baselines(trials, likeness)
        others = _proof_peers.installed(trials, console)
    ours = Verdicts("Tidings", [one.passed for one in chosen], claim_ms)
    show_peers(trials, [ours, *others, *simple], console)
    show_published(written, PUBLISHED, console)
    names = ("claims.lead_over_words", "claims.lead_over_cosine")
    return {
        name: Tally.of(written).told_apart - tally(trials, theirs, _is_claim).told_apart
        for name, theirs in zip(names, simple, strict=True)
    }


def _is_claim(trial: Trial) -> bool:
    return trial.group not in CORPORA


def show_wrong(path: Path, console: Console) -> None:
    """Every claim of a file that is judged wrongly, with the reason and what it cites."""
    found = load(path)
    names = {article.id: key for key, article in found.articles.items()}
    judged = judge(list(of_claims(found)), Likeness(load_embedder()), console)
    for one in judged:
        if one.is_wrong:
            what = f"true, {one.reason}" if one.reason else "false, passed"
            cited = ", ".join(names[article.id] for article in one.trial.articles)
            console.print(f"{one.trial.kind:10} {what:24} {one.trial.text}", highlight=False, soft_wrap=True)
            console.print(f"{'':35} {cited}", style="dim", highlight=False, soft_wrap=True)
    shares = Tally.of(judged)
    console.print(f"{found.name}: of true {shares.true} pass, of false {shares.false}", highlight=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Show one file's wrong judgements, or measure; held claims stay out unless they are asked for."""
    files = {path.stem: path for path in claim_files(held=True)}
    parser = argparse.ArgumentParser(prog="python -m bench.proof", description=__doc__)
    parser.add_argument("--show", choices=files, metavar="FILE", help=f"one of {', '.join(files)}")
    parser.add_argument("--claims", action="store_true", help="the claims alone, without corpora and peers")
    parser.add_argument("--held", action="store_true", help="held claims too, not for work on the checks")
    options = parser.parse_args(argv)
    if options.show and not options.held and files[options.show] not in claim_files(held=False):
        parser.error(f"{options.show} is held out; --held shows it")
    if options.show:
        show_wrong(files[options.show], Console())
        return 0
    corpora = [] if options.claims else _of_corpora(data_folder())
    measure([*claims(held=options.held), *corpora], peers=not options.claims)
    return 0


if __name__ == "__main__":
    sys.exit(main())
