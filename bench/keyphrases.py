"""Keyphrases of single texts: our ranking beside yake, on public sets with phrases chosen by people.

A phrase counts as found when its words, folded and stemmed, equal those of a gold phrase exactly; the
first ten different ones of each text are judged. F is the harmonic mean of a text's precision and recall,
averaged over the texts. The background of a text is the set it belongs to: only document frequencies are
taken from it.

Peers on 500n_kpcrowd, as published with the data: MultipartiteRank 18.2, TopicRank 17.4, TfIdf 16.9,
TextRank 7.1; on 110_pt_bn: TfIdf 34.5, MultipartiteRank 26.6. Their matching differs in details, so
compare with yake's rows here.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import yake_rust
from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from tidings.text.keyphrases import candidates, rank
from tidings.text.tokens import stem, tokenize

NAME = "keyphrases: F@10"
SETS = {"500n_kpcrowd": "en", "110_pt_bn": "pt", "rt_ru": "ru"}
CUTOFF = 10
# More than an article keeps, as these texts are longer than a teaser; the first ten hardly change.
CANDIDATES = 40

Ranker = Callable[[int], Iterable[str]]  # a text's position to its phrases, best first


@dataclass(frozen=True)
class Judged:
    """Texts and the phrases that people gave them."""

    lang: str
    titles: Sequence[str]
    texts: Sequence[str]
    gold: Sequence[frozenset[str]]


def run(data: Path) -> dict[str, float]:
    """F@10 of our ranking on each set, and how far it is ahead of the better yake."""
    figures: dict[str, float] = {}
    table = Table("set", "texts", "ranking", "P@10", "R@10", "F@10", box=None)
    for name, lang in SETS.items():
        judged = read(data / "keyphrases" / f"{name}.jsonl.gz", lang)
        scores = {title: score(judged, ranker) for title, ranker in rankers(judged).items()}
        for title, (precision, recall, f1) in scores.items():
            table.add_row(
                name, str(len(judged.texts)), title, *(f"{100 * x:.1f}" for x in (precision, recall, f1))
            )
        ours = scores["tidings"][2]
        figures[f"{name}.f10"] = ours
        figures[f"{name}.lead_over_yake"] = ours - max(
            f1 for title, (*_, f1) in scores.items() if title != "tidings"
        )
    Console().print(table)
    return figures


def read(path: Path, lang: str) -> Judged:
    """One set; gold phrases as stems, empty ones dropped."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        items = [json.loads(row) for row in rows]
    gold = [frozenset(norm(phrase, lang) for phrase in item["keyphrases"]) - {""} for item in items]
    return Judged(lang, [item.get("title", "") for item in items], [item["text"] for item in items], gold)


def norm(phrase: str, lang: str) -> str:
    """The stems of a phrase, which is all that matching looks at."""
    return " ".join(stem(token.norm, lang) for token in tokenize(phrase))


def rankers(judged: Judged) -> dict[str, Ranker]:
    """Ours and yake's, with its usual three words and with one, which suits sets of single words."""
    background = document_frequencies(judged)

    def ours(position: int) -> Iterable[str]:
        found = candidates(judged.titles[position], judged.texts[position], judged.lang, CANDIDATES)
        return (item.phrase for item in rank(found, lambda one: background[one], len(judged.texts)))

    return {"tidings": ours, "yake, 1 to 3 words": yake(judged, 3), "yake, single words": yake(judged, 1)}


def document_frequencies(judged: Judged) -> Counter[str]:
    """In how many texts of the set each stem occurs."""
    counts: Counter[str] = Counter()
    for title, text in zip(judged.titles, judged.texts, strict=True):
        counts.update({stem(token.norm, judged.lang) for token in (*tokenize(title), *tokenize(text))})
    return counts


def yake(judged: Judged, words: int) -> Ranker:
    """Yake's own ranking, untouched."""
    extractor = yake_rust.Yake(ngrams=words, language=judged.lang)

    def ranked(position: int) -> Iterable[str]:
        text = f"{judged.titles[position]}\n{judged.texts[position]}".strip()
        return (phrase for phrase, _ in extractor.get_n_best(text, n=3 * CUTOFF))

    return ranked


def score(judged: Judged, ranker: Ranker) -> tuple[float, float, float]:
    """Mean precision, recall and F of the first ten phrases of each text."""
    rows = [judge(first(ranker(i), judged.lang), gold) for i, gold in enumerate(judged.gold)]
    precision, recall, f1 = (fmean(column) for column in zip(*rows, strict=True))
    return precision, recall, f1


def first(phrases: Iterable[str], lang: str) -> list[str]:
    """The first ten different phrases as stems."""
    found: dict[str, None] = {}
    for phrase in phrases:
        found.setdefault(norm(phrase, lang))
        if len(found) == CUTOFF:
            break
    return list(found)


def judge(found: Sequence[str], gold: frozenset[str]) -> tuple[float, float, float]:
    """Precision of ten places, recall, and their harmonic mean for one text."""
    hits = len(gold.intersection(found))
    precision, recall = hits / CUTOFF, hits / max(len(gold), 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


if __name__ == "__main__":
    run(data_folder())
