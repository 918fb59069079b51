"""Ranking on three judged sets: our BM25, the dense leg, and both fused, beside two BM25 libraries.

A judged set is 240 to 423 texts, so what is measured is the ranking, not the engine: the integration tests
prove that PostgreSQL scores as the pure functions used here do.

`python -m bench.retrieval --calibrate` repeats the choice of the fusion rule on other data: headlines that
search for their own teaser. It takes about two minutes.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer
from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from tidings.retrieval.fusion import DENSE_END, DEPTH, FLOOR, RRF_K, Fused, fuse
from tidings.retrieval.query import QueryTerms, readings, weigh
from tidings.text.analyzer import embedded_text
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder
from tidings.text.language import FastTextIdentifier
from tidings.text.lexical import article_weights
from tidings.text.tokens import stem_counts, tokenize

NAME = "retrieval: nDCG@10"
SETS = {"time": "en", "xquad_en": "en", "xquad_ru": "ru"}
CUTOFF = 10
BATCH = 64

Scores = npt.NDArray[np.float64]  # a row a query, a column a document
Ranking = Sequence[int]


@dataclass(frozen=True)
class Judged:
    """Texts, queries, and which texts (by position) answer each query."""

    lang: str
    texts: Sequence[str]
    queries: Sequence[str]
    relevant: Sequence[set[int]]


@dataclass(frozen=True)
class Legs:
    """Both legs' scores; of each query its terms, vector, and the share of its idf in BM25's best text."""

    lexical: Scores
    dense: Scores
    terms: Sequence[QueryTerms]
    vectors: Scores
    coverage: Sequence[float]


def load(folder: Path, lang: str) -> Judged:
    """A judged set from its three files."""
    docs, queries = (_lines(folder / f"{name}.jsonl") for name in ("docs", "queries"))
    position = {doc["doc_id"]: i for i, doc in enumerate(docs)}
    answers: defaultdict[str, set[int]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, doc, _ = line.split("\t")
        answers[query].add(position[doc])
    asked = [query for query in queries if query["query_id"] in answers]
    return Judged(
        lang,
        [doc["text"] for doc in docs],
        [query["text"] for query in asked],
        [answers[query["query_id"]] for query in asked],
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def legs(judged: Judged) -> Legs:
    """Both legs as the product computes them."""
    lexical, terms, coverage = _lexical(judged)
    texts = embed([embedded_text("", text) for text in judged.texts])
    vectors = embed(judged.queries)
    return Legs(lexical, vectors @ texts.T, terms, vectors, coverage)


def _lexical(judged: Judged) -> tuple[Scores, list[QueryTerms], list[float]]:
    weights = []
    for text in judged.texts:
        tokens = tokenize(text)
        weights.append(article_weights(stem_counts(tokens, judged.lang), len(tokens)))
    frequencies = Counter(term for article in weights for term in article)
    identifier = FastTextIdentifier()
    scores = np.zeros((len(judged.queries), len(weights)))
    queries, coverage = [], []
    for row, text in enumerate(judged.queries):
        query = weigh(readings(text, judged.lang, identifier), frequencies, len(weights))
        scores[row] = [
            sum(idf * article.get(term, 0.0) for term, idf in query.weights.items()) for article in weights
        ]
        queries.append(query)
        coverage.append(query.coverage(weights[int(np.argmax(scores[row]))]))
    return scores, queries, coverage


def embed(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Vectors of the texts; batches of like length, as a batch takes its longest text's time."""
    embedder = load_embedder()
    vectors = np.zeros((len(texts), embedder.dimension))
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        vectors[chosen] = embedder.encode([texts[i] for i in chosen])
    return vectors


def by_score(scores: Scores, *, above: float = -math.inf) -> list[list[tuple[int, float]]]:
    """Each query's leg: (text, score), best first, down to the depth of a leg."""
    ranked = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [
        [(int(i), float(row[i])) for i in order if row[i] > above]
        for row, order in zip(scores, ranked, strict=True)
    ]


def fused_items(both: Legs, floor: float = FLOOR) -> list[list[Fused]]:
    """The product's order for each query, with the scores."""
    lexical, dense = by_score(both.lexical, above=0.0), by_score(both.dense, above=DENSE_END)
    legs_of_queries = zip(lexical, dense, both.coverage, strict=True)
    return [fuse(*one, floor=floor) for one in legs_of_queries]


def fused(both: Legs, floor: float = FLOOR) -> list[Ranking]:
    """The product's order for each query."""
    return [[item.key for item in items] for items in fused_items(both, floor)]


def plain_rrf(both: Legs, weight: float = 1.0) -> list[Ranking]:
    """Reciprocal rank fusion by ranks alone, for comparison."""
    rankings: list[Ranking] = []
    for lexical, dense in zip(by_score(both.lexical, above=0.0), by_score(both.dense), strict=True):
        votes: Counter[int] = Counter()
        for leg, share in ((lexical, 1.0), (dense, weight)):
            for rank, (key, _) in enumerate(leg, 1):
                votes[key] += share / (RRF_K + rank)  # type: ignore[assignment]  # a Counter of floats
        rankings.append([key for key, _ in votes.most_common()])
    return rankings


def ndcg(rankings: Iterable[Ranking], relevant: Iterable[set[int]]) -> float:
    """Mean nDCG@10 with binary judgements."""
    return float(np.mean([ndcg_of(*one) for one in zip(rankings, relevant, strict=True)]))


def ndcg_of(ranking: Ranking, answers: set[int]) -> float:
    """nDCG@10 of one query."""
    gained = sum(1 / math.log2(i + 2) for i, key in enumerate(ranking[:CUTOFF]) if key in answers)
    return gained / sum(1 / math.log2(i + 2) for i in range(min(len(answers), CUTOFF)))


def _keys(legs_of_queries: Iterable[Iterable[tuple[int, float]]]) -> list[Ranking]:
    return [[key for key, _ in leg] for leg in legs_of_queries]


def rank_bm25(judged: Judged) -> list[Ranking]:
    """rank-bm25 as its readme shows it: lower-case words, its own defaults."""
    from rank_bm25 import BM25Okapi

    words = re.compile(r"\w+")
    index = BM25Okapi([words.findall(text.lower()) for text in judged.texts])
    scores = [index.get_scores(words.findall(query.lower())) for query in judged.queries]
    return [np.argsort(-row, kind="stable")[:CUTOFF].tolist() for row in scores]


def bm25s(judged: Judged) -> list[Ranking]:
    """bm25s as its readme shows it: its tokenizer with a Snowball stemmer and, for English, stop words."""
    library: Any = importlib.import_module("bm25s")
    options: dict[str, Any] = {
        "stemmer": Stemmer.Stemmer({"en": "english", "ru": "russian"}[judged.lang]),
        "stopwords": judged.lang if judged.lang == "en" else None,
        "show_progress": False,
    }
    index = library.BM25(k1=1.2, b=0.75)
    index.index(library.tokenize(list(judged.texts), **options), show_progress=False)
    found, _ = index.retrieve(
        library.tokenize(list(judged.queries), **options), k=CUTOFF, show_progress=False
    )
    return [row.tolist() for row in found]


PEERS: Mapping[str, Callable[[Judged], list[Ranking]]] = {"rank_bm25": rank_bm25, "bm25s": bm25s}


def _with_peers(judged: Judged) -> dict[str, float]:
    figures = {}
    for name, peer in PEERS.items():
        try:
            figures[name] = ndcg(peer(judged), judged.relevant)
        except ImportError as error:
            Console().print(f"{name} is left out: {error}", highlight=False)
    return figures


def measure(judged: Judged) -> dict[str, float]:
    """nDCG@10 of every way to rank one set."""
    both = legs(judged)
    ours = {
        "bm25": _keys(by_score(both.lexical, above=0.0)),
        "dense": _keys(by_score(both.dense)),
        "fused": fused(both),
        "equal_rrf": plain_rrf(both),
    }
    return {name: ndcg(rankings, judged.relevant) for name, rankings in ours.items()} | _with_peers(judged)


def run(data: Path) -> dict[str, float]:
    """nDCG@10 by set and method; floors hold ours, and by how much fusing beats the better leg."""
    limit_to_one_thread()
    figures = {name: measure(load(data / "retrieval" / name, lang)) for name, lang in SETS.items()}
    methods = list(dict.fromkeys(method for row in figures.values() for method in row))
    means = {m: float(np.mean([row[m] for row in figures.values() if m in row])) for m in methods}
    grid = Table("method", *SETS, "mean", box=None)
    for method in methods:
        cells = [f"{figures[name].get(method, math.nan):.4f}" for name in SETS]
        grid.add_row(method, *cells, f"{means[method]:.4f}")
    Console().print(grid)
    ours = ("bm25", "dense", "fused")
    return {f"{name}_{method}": figures[name][method] for name in SETS for method in ours} | {
        "mean_fused": means["fused"],
        "fused_over_better_leg": means["fused"] - max(means["bm25"], means["dense"]),
    }


def headlines(path: Path, lang: str) -> Judged:
    """600 headlines, each to find its own teaser among 5,000; always the same ones."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if len(row["description"] or "") > 80]
    chosen = random.Random(7).sample(rows, 5_000)
    asked = random.Random(8).sample(range(len(chosen)), 600)
    return Judged(
        lang,
        [row["description"] for row in chosen],
        [chosen[i]["title"] for i in asked],
        [{i} for i in asked],
    )


def calibrate(data: Path) -> None:
    """The fusion rule's one constant, and its rivals, on headlines and teasers."""
    limit_to_one_thread()
    files = {"en": "en_2020_may20_jun06", "ru": "ru_2020_apr_jul"}
    judged = [headlines(data / "news" / f"{file}.jsonl.gz", lang) for lang, file in files.items()]
    both = [legs(one) for one in judged]

    def mean(rank: Callable[[Legs], list[Ranking]]) -> str:
        return f"{np.mean([ndcg(rank(b), j.relevant) for b, j in zip(both, judged, strict=True)]):.4f}"

    grid = Table("least weight of the dense leg", "plain RRF", "the rule", box=None)
    for floor in (0.0, 0.05, FLOOR, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0):
        grid.add_row(
            f"{floor:.2f}",
            mean(lambda b, w=floor: plain_rrf(b, w)),  # type: ignore[misc]
            mean(lambda b, w=floor: fused(b, w)),  # type: ignore[misc]
        )
    Console().print(grid)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibrate", action="store_true", help="repeat the choice of the fusion rule")
    if parser.parse_args().calibrate:
        calibrate(data_folder())
    else:
        run(data_folder())
