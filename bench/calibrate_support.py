"""Find what must speak for words that are missing: `python -m bench.calibrate_support`, about four minutes.

Fitted on the calibration half of the headline pairs of 2020, on claims whose numbers, names, roles, negations
and directions hold: true ones, and those of sister stories, with a clause added or with a name or
word exchanged; in Russian also on pairs of headlines that people judged to say the same or not. Writes
`tidings/policy/tables/support.toml` and shows what then passes, of this half and of the other, which is only
measured.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

import tidings.policy
from bench.__main__ import data_folder
from bench._headlines import HALVES
from bench._pairs import Pair, hard_pairs, pairs
from bench._stories import paraphraser
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import Passage, passage_of
from tidings.policy.reading.reading import Sentence, language_of
from tidings.policy.reading.thresholds import TABLE, Evidence, Threshold, table
from tidings.policy.sentences import check_sentence, nearest_quotes
from tidings.policy.support import differs, parts_of
from tidings.policy.written.remainder import evidence, is_open, opening_distance
from tidings.store.articles import StoredArticle
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder

LANGUAGES = ("en", "ru")
SEED = 4
# Reports of each set drawn for the fit, and for the figures.
FITTED, SHOWN = 1200, 700
# How much a kind counts: of sister stories few are left once names are checked, a word exchanged is often
# near enough to be true.
SHARES = {
    "sister": 1.0,
    "addition": 2.0,
    "plain_addition": 2.0,
    "differing": 1.0,
    "word": 0.7,
}
# Of the true claims that everything else lets pass, this share is to pass: the last twentieth says things
# that are not in the teaser, and costs as many additions as all the others together.
KEPT = 0.95
# Of the names put in that open a sentence and are read as words, this share is to be stopped.
STOPPED = 0.8
TRUE, NAMES = "teaser", "teaser_name"
RIDGE = 0.001
WRITTEN = datetime(2020, 7, 1, tzinfo=UTC)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """One part of a claim: whether all else holds, and the evidence where words do not decide."""

    kind: str
    is_true: bool
    holds: bool
    evidence: Evidence | None
    opening: float


def drawn(data: Path, lang: str) -> Iterator[Pair]:
    """The pairs that are fitted."""
    wanted = {TRUE, NAMES, "sister", "addition"}
    yield from (pair for pair in pairs(data, lang, HALVES[0], FITTED, SEED) if pair.kind in wanted)
    yield from hard_pairs(data, lang, HALVES[0], FITTED, SEED)
    if lang == "ru":
        yield from _judged(data)


def _judged(data: Path) -> Iterator[Pair]:
    """Headlines that people judged to say the same as another, or something else."""
    judged = paraphraser(data)
    for number, (left, right, same) in enumerate(
        zip(judged.left, judged.right, judged.judged, strict=True), 1
    ):
        article = StoredArticle(number, None, "", right.title, "", "ru", WRITTEN, 1)
        if same:
            yield Pair("same" if same > 0 else "differing", left.title, (article,), same > 0)


def samples(found: Iterable[Pair], likeness: Likeness) -> Iterator[Sample]:
    """What is known of each part of each pair whose words are not nearly all missing."""
    for pair in found:
        for part, passage in _halves(pair):
            holds = differs(part, passage) is None
            if is_open(part, passage) and (holds or pair.is_true):
                distance = opening_distance(part, passage, likeness)
                yield Sample(pair.kind, pair.is_true, holds, evidence(part, passage, likeness), distance)
            elif holds and pair.is_true:
                yield Sample(pair.kind, pair.is_true, holds, None, 0.0)


def _halves(pair: Pair) -> Iterator[tuple[Sentence, Passage]]:
    """Each part of a claim with the passage it is held against; every pair has one article."""
    (article,) = pair.articles
    refs = nearest_quotes(pair.articles, pair.text, language_of(pair.text))
    passage = passage_of(article, [(ref.start, ref.end) for ref in refs])
    yield from ((part, passage) for part in parts_of(pair.text) if refs and part.lang == passage.lang)


def fitted(found: Sequence[Sample]) -> Threshold:
    """The weights that tell true from false, the least sum that keeps the true, the limit for names."""
    weighed = [sample for sample in found if sample.evidence and sample.kind != NAMES]
    weights = _separating(weighed)
    told = Threshold(weights, 0.0, 0.0)
    sums = [
        told.weigh(one.evidence) if one.evidence else np.inf
        for one in found
        if one.kind == TRUE and one.holds
    ]
    least = np.quantile(sums, 1 - KEPT, method="lower")
    names = [one.opening for one in found if one.kind == NAMES and one.opening]
    return Threshold(weights, round(float(least), 3), round(float(np.quantile(names, 1 - STOPPED)), 3))


def _separating(found: Sequence[Sample]) -> Evidence:
    """Ridge logistic regression, true and false of equal weight."""
    rows = np.asarray([sample.evidence for sample in found], dtype=float)
    spread = rows.std(axis=0) + 1e-9
    scaled = np.c_[rows / spread, np.ones(len(rows))]
    true = np.asarray([sample.is_true for sample in found], dtype=float)
    weights, slopes = _weights(found), np.zeros(scaled.shape[1])
    penalty = np.diag([RIDGE * weights.sum()] * len(spread) + [1e-6])
    for _ in range(60):  # Newton's method settles within twenty steps
        chance = 1 / (1 + np.exp(-np.clip(scaled @ slopes, -30, 30)))
        slope = scaled.T @ (weights * (chance - true)) + penalty @ slopes
        curve = (scaled * (weights * chance * (1 - chance))[:, None]).T @ scaled + penalty
        slopes -= np.linalg.solve(curve, slope)
    return Evidence(*np.round(slopes[:-1] / spread, 3).tolist())


def _weights(found: Sequence[Sample]) -> Floats:
    counts = Counter(sample.kind for sample in found)
    sides = {side: {sample.kind for sample in found if sample.is_true is side} for side in (True, False)}
    shares = {kind: SHARES.get(kind, 1.0) / counts[kind] for kind in counts}
    totals = {side: sum(SHARES.get(kind, 1.0) for kind in kinds) for side, kinds in sides.items()}
    return np.asarray([len(found) * shares[sample.kind] / totals[sample.is_true] for sample in found])


def written(rows: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The table as TOML; rows of other pairs stay."""
    lines = [
        "# Weights of evidence and the least sum of it, by embedding model, language of claim and of article."
    ]
    lines.append("# Written by `python -m bench.calibrate_support`, which says on what they were fitted.")
    for model, by_pair in rows.items():
        for pair, row in by_pair.items():
            lines += ["", f"[{model}.{pair}]", *(f"{name} = {value}" for name, value in row.items())]
    return "\n".join(lines) + "\n"


def wilson(passed: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, passed / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def show(data: Path, half: str, likeness: Likeness, console: Console) -> None:
    """What passes of each kind and language."""
    grid = Table("kind", "true", *(f"{lang}: passed, 95 %" for lang in LANGUAGES), title=half, box=None)
    told: dict[str, dict[str, list[bool]]] = {}
    truth: dict[str, bool] = {}
    for lang in LANGUAGES:
        for pair in (*pairs(data, lang, half, SHOWN, SEED), *hard_pairs(data, lang, half, SHOWN, SEED)):
            passes = check_sentence(pair.text, pair.articles, likeness) is None
            told.setdefault(pair.kind, {}).setdefault(lang, []).append(passes)
            truth[pair.kind] = pair.is_true
    for kind, by_lang in told.items():
        grid.add_row(kind, str(truth[kind]), *(_cell(by_lang.get(lang, [])) for lang in LANGUAGES))
    console.print(grid)


def _cell(passes: list[bool]) -> str:
    low, high = wilson(sum(passes), len(passes))
    return f"{sum(passes)}/{len(passes)} = {sum(passes) / max(len(passes), 1):.3f} ({low:.3f} to {high:.3f})"


def fit(data: Path, likeness: Likeness) -> None:
    """Fit both languages and write the table."""
    rows = {model: dict(by_pair) for model, by_pair in table().items()}
    for lang in LANGUAGES:
        threshold = fitted(list(samples(drawn(data, lang), likeness)))
        row = threshold.weights._asdict() | {"least": threshold.least, "opening": threshold.opening}
        rows.setdefault(likeness.model, {})[f"{lang}-{lang}"] = row
    path = Path(tidings.policy.__path__[0]) / "tables" / TABLE
    path.write_text(written(rows), encoding="utf-8")
    table.cache_clear()


def main() -> None:
    """Fit, write, show."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate_support", description=__doc__)
    parser.add_argument("--show", choices=HALVES, help="only show what passes of a half")
    options = parser.parse_args()
    limit_to_one_thread()
    data, likeness, console = data_folder(), Likeness(load_embedder()), Console(width=140)
    if options.show is None:
        fit(data, likeness)
        console.print(table())
    for half in [options.show] if options.show else HALVES:
        show(data, half, likeness, console)


if __name__ == "__main__":
    main()
