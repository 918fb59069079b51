"""The rerank against the fused order: nDCG@10 on judged sets, also for questions in another language.

The two weights of the rerank were chosen on one half of each set's queries (`python -m bench.rerank
--calibrate` repeats the choice); what is measured here is the other half. XQuAD asks the same questions of
the same paragraphs in both languages, so its Russian questions can be asked of the English paragraphs, and
the reverse.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from bench.retrieval import SETS, Judged, Legs, Ranking, embed, fused_items, legs, load, ndcg_of
from tidings.retrieval.fusion import dense_weight
from tidings.retrieval.rerank import MEANING, SHORTLIST, WORDS, Passage, judge, passages
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder

NAME = "rerank: nDCG@10 on the queries its weights were not chosen by"
TIMED = 40

Weights = tuple[float, float]


@dataclass(frozen=True)
class Read:
    """A text of a shortlist: its share of the best fused score, its passages and their cosines."""

    key: int
    share: float
    passages: Sequence[Passage]
    cosines: Sequence[float]


@dataclass(frozen=True)
class Query:
    """A query's fused order, what the rerank reads of the first texts in it, and which texts answer it."""

    ranking: Ranking
    dense_weight: float
    read: Sequence[Read]
    answers: set[int]

    def reranked(self, weights: Weights = (WORDS, MEANING)) -> Ranking:
        """The order the product would give."""
        words, meaning = weights
        scores = {
            text.key: judge(
                place,
                text.share,
                text.passages,
                text.cosines,
                self.dense_weight,
                words=words,
                meaning=meaning,
            ).score
            for place, text in enumerate(self.read, 1)
        }
        return [*sorted(scores, key=lambda key: -scores[key]), *self.ranking[len(scores) :]]

    def gain(self, weights: Weights = (WORDS, MEANING)) -> float:
        """How much ranking again adds to the query's nDCG@10."""
        return ndcg_of(self.reranked(weights), self.answers) - ndcg_of(self.ranking, self.answers)


def judged_sets(data: Path) -> dict[str, Judged]:
    """The three judged sets, and XQuAD across languages."""
    sets = {name: load(data / "retrieval" / name, lang) for name, lang in SETS.items()}
    en, ru = sets["xquad_en"], sets["xquad_ru"]
    return sets | {
        "xquad_ru_to_en": Judged("ru", en.texts, ru.queries, en.relevant),
        "xquad_en_to_ru": Judged("en", ru.texts, en.queries, ru.relevant),
    }


def halves(judged: Judged) -> tuple[list[int], list[int]]:
    """The queries to choose by, and those to measure on; always the same."""
    count = len(judged.queries)
    chosen = set(random.Random(9).sample(range(count), count // 2))
    return sorted(chosen), [query for query in range(count) if query not in chosen]


def queries_of(judged: Judged, both: Legs, chosen: Sequence[int]) -> list[Query]:
    """These queries with all that the rerank would read; each passage is encoded once."""
    orders = fused_items(both)
    read = {
        query: [
            passages(judged.texts[item.key], judged.lang, both.terms[query])
            for item in orders[query][:SHORTLIST]
        ]
        for query in chosen
    }
    texts = sorted({passage.text for row in read.values() for found in row for passage in found})
    place = {text: number for number, text in enumerate(texts)}
    near = embed(texts) @ both.vectors.T
    return [
        Query(
            [item.key for item in orders[query]],
            dense_weight(both.coverage[query]),
            [
                Read(
                    item.key,
                    item.score / orders[query][0].score,
                    found,
                    [float(near[place[passage.text], query]) for passage in found],
                )
                for item, found in zip(orders[query], read[query], strict=False)
            ],
            judged.relevant[query],
        )
        for query in chosen
    ]


def added_ms(judged: Judged, both: Legs) -> float:
    """Median time that ranking one query again adds."""
    embedder = load_embedder()
    times = []
    for query, items in list(enumerate(fused_items(both)))[:TIMED]:
        start = time.perf_counter()
        read = [
            passages(judged.texts[item.key], judged.lang, both.terms[query]) for item in items[:SHORTLIST]
        ]
        embedder.encode([passage.text for found in read for passage in found])
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def run(data: Path) -> dict[str, float]:
    """nDCG@10 of both orders by set; floors hold the rerank's, and its mean gain over the fused order."""
    limit_to_one_thread()
    figures: dict[str, float] = {}
    gains = []
    grid = Table("set", "queries", "fused", "reranked", "gain", "standard error", "added ms", box=None)
    for name, judged in judged_sets(data).items():
        both = legs(judged)
        queries = queries_of(judged, both, halves(judged)[1])
        before = float(np.mean([ndcg_of(query.ranking, query.answers) for query in queries]))
        gained = [query.gain() for query in queries]
        gain, error = float(np.mean(gained)), float(np.std(gained, ddof=1)) / len(gained) ** 0.5
        figures |= {name: before + gain, f"{name}_added_ms": added_ms(judged, both)}
        gains.append(gain)
        grid.add_row(
            name,
            f"{len(queries)}",
            *(f"{figure:.4f}" for figure in (before, before + gain)),
            f"{gain:+.4f}",
            f"{error:.4f}",
            f"{figures[f'{name}_added_ms']:.0f}",
        )
    Console().print(grid)
    return figures | {"mean_gain": float(np.mean(gains))}


def mean_gain(sets: Mapping[str, Sequence[Query]], weights: Weights) -> float:
    """The gain over all sets, each counting the same."""
    return float(np.mean([np.mean([query.gain(weights) for query in queries]) for queries in sets.values()]))


def calibrate(data: Path) -> None:
    """The gain at other weights, on the half of the queries that they are chosen by."""
    limit_to_one_thread()
    judged = judged_sets(data)
    sets = {name: queries_of(one, legs(one), halves(one)[0]) for name, one in judged.items()}
    meanings = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
    grid = Table("words \\ meaning", *map(str, meanings), box=None)
    for words in (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0):
        grid.add_row(str(words), *(f"{mean_gain(sets, (words, meaning)):+.4f}" for meaning in meanings))
    Console().print(grid)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibrate", action="store_true", help="repeat the choice of the weights")
    if parser.parse_args().calibrate:
        calibrate(data_folder())
    else:
        run(data_folder())
