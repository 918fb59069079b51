"""Grouping news into stories, beside leader clustering; judging pairs, beside shared character 4-grams.

Weights were fitted on half of each grouped set (see `calibrate_stories`): `..._unseen_f1` is the other half.
The pairs were never fitted. The peers have no halves, and TF-IDF is given the threshold that suits it best.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from bench._stories import (
    Floats,
    Grouped,
    Pairs,
    area,
    articles,
    b_cubed,
    best_f1,
    ecb,
    f1,
    grouped,
    halves,
    pair_scores,
    paraphraser,
    tgcontest,
    uci,
)
from tidings.stories import ActiveStories, StoryArticle

NAME = "stories: B-cubed of groups, F1 and area of pairs"
EMBEDDING_LEADER = 0.40  # where news of one event begins, for this embedding, within a language
LEADERS = np.arange(0.15, 0.81, 0.05)
LIVE_STORIES, BATCH = 15_000, 512

Matrix = NDArray[np.float32]


def run(data: Path) -> dict[str, float]:
    """All figures; prints them beside the peers."""
    figures = _groups({"uci": uci(data), "ecb": ecb(data)})
    sets = {f"tgcontest_{lang}": tgcontest(data, lang) for lang in ("ru", "en")}
    figures |= _pairs(sets, paraphraser(data))
    return figures | {"articles_per_second": _speed(LIVE_STORIES)}


def _groups(sets: Mapping[str, Grouped]) -> dict[str, float]:
    table = Table("set", "method", "P", "R", "F1", box=None, title="Groups, B-cubed", title_justify="left")
    figures: dict[str, float] = {}
    for name, judged in sets.items():
        reports = articles(judged.pieces)
        vectors, terms = np.stack([report.embedding for report in reports]), _tfidf(reports)
        ours = b_cubed(judged.stories, grouped(reports))
        unseen = halves({name: judged})[name, 1]
        held_out = b_cubed(unseen.stories, grouped(articles(unseen.pieces)))
        peer = b_cubed(judged.stories, leaders(vectors, EMBEDDING_LEADER))
        best, words = (_best(judged.stories, matrix) for matrix in (vectors, terms))
        for method, scores in (
            ("Tidings", ours),
            ("Tidings, stories never fitted", held_out),
            (f"embedding, leaders at {EMBEDDING_LEADER}", peer),
            ("embedding, leaders at their best threshold", best),
            ("TF-IDF, leaders at their best threshold", words),
        ):
            table.add_row(name, method, *(f"{score:.3f}" for score in scores))
        figures |= {
            f"{name}_f1": ours[2],
            f"{name}_unseen_f1": held_out[2],
            f"{name}_over_leader": ours[2] - best[2],
        }
    Console().print(table)
    return figures


def _pairs(sets: Mapping[str, Pairs], headlines: Pairs) -> dict[str, float]:
    table = Table("set", "figure", "Tidings", "char 4-grams", box=None, title="Pairs", title_justify="left")
    figures: dict[str, float] = {}
    for name, pairs in sets.items():
        same, ours = np.asarray(pairs.judged) > 0, pair_scores(pairs)
        peer = max(best_f1(same, gram_scores(pairs, body=body)) for body in (False, True))
        figures |= {f"{name}_f1": best_f1(same, ours), f"{name}_shipped_f1": f1(same, ours >= 0.5)}
        table.add_row(name, "best F1", f"{figures[f'{name}_f1']:.3f}", f"{peer:.3f}")
        table.add_row(name, "F1 at the shipped threshold", f"{figures[f'{name}_shipped_f1']:.3f}", "")
    alike, ours = np.asarray(headlines.judged) >= 0, pair_scores(headlines)
    peer = area(alike, gram_scores(headlines, body=False))
    figures["paraphraser_area"] = area(alike, ours)
    table.add_row("paraphraser", "area, alike against not", f"{area(alike, ours):.3f}", f"{peer:.3f}")
    Console().print(table)
    return figures


def _best(stories: Sequence[str], vectors: Matrix) -> tuple[float, float, float]:
    measured = [b_cubed(stories, leaders(vectors, float(limit))) for limit in LEADERS]
    return max(measured, key=lambda scores: scores[2])


def leaders(vectors: Matrix, limit: float) -> list[int]:
    """Each vector joins the group whose mean is nearest, within the limit, or begins one."""
    sums = np.zeros_like(vectors)
    lengths = np.ones(len(vectors), np.float32)
    groups = 0
    found: list[int] = []
    for vector in vectors:
        cosines = sums[:groups] @ vector / lengths[:groups]
        group = int(cosines.argmax()) if groups else 0
        if not groups or cosines[group] < limit:
            group, groups = groups, groups + 1
        sums[group] += vector
        lengths[group] = np.linalg.norm(sums[group])
        found.append(group)
    return found


def _tfidf(reports: Sequence[StoryArticle]) -> Matrix:
    columns = {
        term: i for i, term in enumerate(sorted({term for report in reports for term in report.terms}))
    }
    matrix = np.zeros((len(reports), len(columns)), np.float32)
    for row, report in enumerate(reports):
        for term, weight in report.terms.items():
            matrix[row, columns[term]] = weight
    return _unit(matrix)


def _unit(matrix: Matrix) -> Matrix:
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True).clip(min=1e-9))


def gram_scores(pairs: Pairs, *, body: bool) -> Floats:
    """Cosine of both articles' character 4-gram counts, of titles alone or with their texts."""
    texts = [
        [f"{it.title} {it.body}" if body else it.title for it in side] for side in (pairs.left, pairs.right)
    ]
    return np.asarray([_gram_cosine(left, right) for left, right in zip(*texts, strict=True)])


def _gram_cosine(left: str, right: str) -> float:
    ours, theirs = _grams(left), _grams(right)
    product = sum(count * theirs[gram] for gram, count in ours.items())
    lengths = [sum(count * count for count in grams.values()) for grams in (ours, theirs)]
    return product / float(np.sqrt(lengths[0] * lengths[1]))


def _grams(text: str) -> Counter[str]:
    return Counter(text.lower()[start : start + 4] for start in range(max(1, len(text) - 3)))


def _speed(live: int) -> float:
    """Articles a second, one core, against this many live stories of invented articles."""
    random = np.random.default_rng(1)
    events = _unit(random.standard_normal((live, 512)).astype(np.float32))
    founders = [_invented(number + 1, number, events[number], random) for number in range(live)]
    index = ActiveStories()
    for founder in founders:
        index.put(founder, founder.article_id)
    chosen = random.integers(0, live, 4 * BATCH)
    later = [_invented(live + 1 + i, int(event), events[event], random) for i, event in enumerate(chosen)]
    started = time.perf_counter()
    for start in range(0, len(later), BATCH):
        index.assign(later[start : start + BATCH])
    return len(later) / (time.perf_counter() - started)


def _invented(
    number: int, event: int, direction: NDArray[np.float32], random: np.random.Generator
) -> StoryArticle:
    noise = random.standard_normal(512).astype(np.float32)
    vector = 0.7 * direction + 0.7 * noise / np.linalg.norm(noise)
    terms = {f"word {event} {random.integers(0, 30)}": 6.0 for _ in range(18)}
    names = {f"name {event} {i}": 6.0 for i in range(4)}
    unit = np.asarray(vector / np.linalg.norm(vector), np.float32)
    return StoryArticle(number, 0.0, "en", unit, terms, names)


if __name__ == "__main__":
    Console().print(run(data_folder()))
