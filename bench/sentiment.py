"""Tone of news: our sentiment and emotions beside VADER and trivial answers, on public sets never trained on.

Three-way sets are judged by macro F1 with one threshold for all, and by the area under the curve of
positive against the rest and of negative against the rest, which no threshold can flatter. `newsmtsc` and
`rusentne` label the tone towards one person or body, not that of the sentence: rough measures here, the
same for every peer.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from bench.__main__ import data_folder
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder
from tidings.text.emotions import EmbeddingEmotions
from tidings.text.lexicon import lexicon_score
from tidings.text.sentiment import BlendedSentiment
from tidings.text.signals import EMOTION_NAMES, Vector
from tidings.text.tone import load_model

NAME = "sentiment and emotions"
# From this far a score counts as positive or negative: what the product calls toned.
TONED = 0.2
# From this an emotion counts as present.
FELT = 0.3
# Every n-th row of the large sets: enough for a standard error of .01, and the bench stays under two minutes.
EVERY = {"sentfin": 2, "newsmtsc": 4, "rusentne": 3, "cedr_train": 3, "goemotions_ekman_dev": 2}
SENTIMENT = {"sentfin": "en", "newsmtsc": "en", "rusentne": "ru"}
EMOTIONS = {
    "cedr_train": "ru",
    "semeval2025_rus_train": "ru",
    "semeval2025_eng_train": "en",
    "goemotions_ekman_dev": "en",
}
_WORDS = {"positive": 1, "neutral": 0, "negative": -1}

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Labelled:
    """Texts of one language with their labels, and their embeddings."""

    lang: str
    texts: Sequence[str]
    labels: Numbers
    vectors: Vector


def run(data: Path) -> dict[str, float]:
    """Macro F1 on every set, and the correlation with readers' valence."""
    limit_to_one_thread()
    return {**_sentiment(data), **_valence(data), **_emotions(data)}


def _sentiment(data: Path) -> dict[str, float]:
    table = Table("set", "texts", "scorer", "macro F1", "AUC +", "AUC -", "mean of neutral", box=None)
    figures: dict[str, float] = {}
    for name, lang in SENTIMENT.items():
        labelled = _embedded(lang, *_three_way(data, name))
        for scorer, scores in _scorers(labelled).items():
            row = _three_way_figures(labelled.labels, scores)
            table.add_row(name, str(len(labelled.texts)), scorer, *(f"{value:.3f}" for value in row.values()))
            if scorer == "tidings":
                figures |= {f"{name}.{metric}": value for metric, value in row.items() if metric != "neutral"}
    Console().print(table)
    return figures


def _three_way(data: Path, name: str) -> tuple[list[str], list[float]]:
    """Texts and labels -1, 0, 1 of a sentiment set."""
    if name == "sentfin":
        rows = _rows(data / "sentiment/sentfin.jsonl.gz", EVERY[name])
        rows = [row for row in rows if row["headline_label"] in _WORDS]  # not the mixed ones
        return [row["title"] for row in rows], [_WORDS[row["headline_label"]] for row in rows]
    if name == "rusentne":
        rows = _rows(data / "sentiment/rusentne_train.jsonl.gz", EVERY[name])
        return [row["sentence"] for row in rows], [float(row["label"]) for row in rows]
    rows = _rows(data / "sentiment/newsmtsc_rw_train.jsonl.gz", EVERY[name])
    for part in ("newsmtsc_rw_dev", "newsmtsc_mt_dev"):
        rows += _rows(data / f"sentiment/{part}.jsonl.gz")
    return [row["sentence"] for row in rows], [float(row["polarity"]) for row in rows]


def _rows(path: Path, every: int = 1) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][::every]


def _embedded(lang: str, texts: Sequence[str], labels: Sequence[Any]) -> Labelled:
    return Labelled(lang, texts, np.array(labels, dtype=np.float64), load_embedder().encode(texts))


def _scorers(labelled: Labelled) -> dict[str, Numbers]:
    """Our blend, its two parts alone, and what else one might use."""
    model = load_model(load_embedder().name)
    langs = [labelled.lang] * len(labelled.texts)
    words = [lexicon_score(text, labelled.lang) or 0.0 for text in labelled.texts]
    scorers = {
        "tidings": np.array(BlendedSentiment(model).score(labelled.texts, labelled.vectors, langs)),
        "classifier alone": model.polarities(labelled.vectors).astype(np.float64),
        "words alone": np.array(words),
    }
    if labelled.lang == "en":
        vader = SentimentIntensityAnalyzer()
        scorers["VADER"] = np.array([vader.polarity_scores(text)["compound"] for text in labelled.texts])
    scorers["chance"] = np.random.default_rng(1).uniform(-0.6, 0.6, len(labelled.texts))
    return scorers | {"always neutral": np.zeros(len(labelled.texts))}


def _three_way_figures(labels: Numbers, scores: Numbers) -> dict[str, float]:
    said = np.where(scores >= TONED, 1, np.where(scores <= -TONED, -1, 0))
    return {
        "macro_f1": fmean(_f1(labels == one, said == one) for one in (-1, 0, 1)),
        "auc_positive": _area(labels == 1, scores),
        "auc_negative": _area(labels == -1, -scores),
        "neutral": float(scores[labels == 0].mean()),
    }


def _valence(data: Path) -> dict[str, float]:
    """Correlation with how pleasant readers found headlines and news sentences."""
    rows = _rows(data / "sentiment/emobank_news.jsonl.gz")
    labelled = _embedded("en", [row["text"] for row in rows], [row["V"] for row in rows])
    table = Table("valence of news", "texts", "correlation", box=None)
    figures = {}
    for scorer, scores in _scorers(labelled).items():
        if scores.std() > 0:
            figures[scorer] = float(np.corrcoef(scores, labelled.labels)[0, 1])
            table.add_row(scorer, str(len(rows)), f"{figures[scorer]:.3f}")
    Console().print(table)
    return {"emobank.valence_r": figures["tidings"]}


def _emotions(data: Path) -> dict[str, float]:
    table = Table("set", "texts", "scorer", "F1", *EMOTION_NAMES, box=None)
    figures: dict[str, float] = {}
    for name, lang in EMOTIONS.items():
        rows = _rows(data / f"emotion/{name}.jsonl.gz", EVERY.get(name, 1))
        flags = [[emotion in row["labels"] for emotion in EMOTION_NAMES] for row in rows]
        labelled = _embedded(lang, [row["text"] for row in rows], flags)
        for scorer, said in _emotion_scorers(labelled).items():
            by_emotion = _by_emotion(labelled.labels > 0, said)
            mean = fmean(by_emotion.values())
            shown = (f"{by_emotion[one]:.3f}" if one in by_emotion else "-" for one in EMOTION_NAMES)
            table.add_row(name.split("_dev")[0], str(len(rows)), scorer, f"{mean:.3f}", *shown)
            if scorer == "tidings":
                figures[f"{name}.macro_f1"] = mean
    Console().print(table)
    return figures


def _emotion_scorers(labelled: Labelled) -> dict[str, Flags]:
    """Which emotions each scorer finds; chance knows how frequent each one is."""
    model, langs = load_model(load_embedder().name), [labelled.lang] * len(labelled.texts)
    present = labelled.labels > 0

    def felt(scorer: EmbeddingEmotions) -> Flags:
        return np.array([list(one) for one in scorer.score(labelled.texts, labelled.vectors, langs)]) >= FELT

    return {
        "tidings": felt(EmbeddingEmotions(model)),
        "classifier alone": felt(EmbeddingEmotions(model, word_evidence=0.0)),
        "chance": np.random.default_rng(1).random(present.shape) < present.mean(axis=0),
        "always": np.ones_like(present),
    }


def _by_emotion(present: Flags, said: Flags) -> Mapping[str, float]:
    """F1 of each emotion that the set knows."""
    known = [i for i in range(len(EMOTION_NAMES)) if present[:, i].any()]
    return {EMOTION_NAMES[i]: _f1(present[:, i], said[:, i]) for i in known}


def _f1(true: Flags, said: Flags) -> float:
    return float(2 * (true & said).sum() / max(true.sum() + said.sum(), 1))


def _area(positive: Flags, scores: Numbers) -> float:
    """Chance that a random positive scores above a random other; ties count half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    _, tied = np.unique(scores, return_inverse=True)
    ranks = (np.bincount(tied, weights=ranks) / np.bincount(tied))[tied]
    ones = int(positive.sum())
    return float((ranks[positive].sum() - ones * (ones + 1) / 2) / (ones * (len(scores) - ones)))


if __name__ == "__main__":
    run(data_folder())
