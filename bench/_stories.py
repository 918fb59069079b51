"""Judged sets of stories and pairs as the story engine sees them, and how well a grouping fits them."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tidings.stories import ActiveStories, Affinity, Assignment, StoryArticle
from tidings.text.analyzer import embedded_text
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder
from tidings.text.entities import EntityFinder
from tidings.text.lexical import rarity
from tidings.text.tokens import stem_counts, tokenize

BATCH = 64
FOREVER = 1e12  # seconds: pairs and undated sets are judged whatever their dates

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """An article of a judged set."""

    title: str
    body: str
    lang: str
    published_at: float = 0.0


@dataclass(frozen=True)
class Grouped:
    """Articles in the order they came, and the judged story of each."""

    pieces: Sequence[Piece]
    stories: Sequence[str]

    def part(self, wanted: Callable[[str], bool]) -> Grouped:
        """Only the articles of the stories that are wanted."""
        chosen = [i for i, story in enumerate(self.stories) if wanted(story)]
        return Grouped([self.pieces[i] for i in chosen], [self.stories[i] for i in chosen])


@dataclass(frozen=True)
class Pairs:
    """Pairs of articles, and how alike each was judged: 1 the same, 0 or less not."""

    left: Sequence[Piece]
    right: Sequence[Piece]
    judged: Sequence[int]


def lines(path: Path) -> list[Any]:
    """The objects of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def uci(data: Path) -> Grouped:
    """Bare headlines of three days and the news aggregator's stories."""
    rows = lines(data / "stories/uci_headlines.jsonl.gz")
    pieces = [Piece(row["title"], "", "en", row["timestamp_ms"] / 1000) for row in rows]
    return Grouped(pieces, [row["story"] for row in rows])


def ecb(data: Path) -> Grouped:
    """News texts of 86 events in 43 topics, two alike events a topic; undated and shuffled."""
    rows = lines(data / "stories/ecbplus.jsonl.gz")
    pieces = [Piece(row["title_or_first"], row["text"][len(row["title_or_first"]) :], "en") for row in rows]
    return Grouped(pieces, [row["subtopic"] for row in rows])


def tgcontest(data: Path, lang: str) -> Pairs:
    """Pairs of articles that people judged to tell of one event, or not."""
    rows = [row for row in lines(data / "stories/tgcontest_pairs.jsonl.gz") if row["lang"] == lang]
    sides = [
        [Piece(row[f"{side}_title"], row[f"{side}_text"], lang) for row in rows]
        for side in ("first", "second")
    ]
    return Pairs(sides[0], sides[1], [int(row["label"] == "OK") for row in rows])


def paraphraser(data: Path) -> Pairs:
    """Pairs of Russian headlines: 1 say the same, 0 nearly, -1 differ."""
    rows = lines(data / "stories/paraphraser_ru_pairs.jsonl.gz")
    sides = [[Piece(row[f"text_{side}"], "", "ru") for row in rows] for side in (1, 2)]
    return Pairs(sides[0], sides[1], [int(row["label"]) for row in rows])


def halves(sets: Mapping[str, Grouped]) -> dict[tuple[str, int], Grouped]:
    """Each set in two by story, or by topic where stories of a topic are alike."""
    return {
        (name, half): each.part(lambda story, half=half: crc32(_topic(story).encode()) % 2 == half)  # type: ignore[misc]
        for name, each in sets.items()
        for half in (0, 1)
    }


def _topic(story: str) -> str:
    return story.partition("_")[0]


def articles(pieces: Sequence[Piece], *, in_order: bool = True) -> list[StoryArticle]:
    """The pieces as ingest would hand them over; rarity counts those that came before, or all of them."""
    limit_to_one_thread()
    vectors, names = _embedded(pieces), _names(pieces)
    words = [_words(piece, found) for piece, found in zip(pieces, names, strict=True)]
    seen = (
        Counter[str]() if in_order else Counter(word for stems, marked in words for word in (*stems, *marked))
    )
    made: list[StoryArticle] = []
    for number, (piece, (stems, marked)) in enumerate(zip(pieces, words, strict=True)):
        known = number if in_order else len(pieces)
        terms = {stem: rarity(known, seen[stem]) for stem in stems}
        entities = {name[1:]: rarity(known, seen[name]) for name in marked}
        made.append(
            StoryArticle(number + 1, piece.published_at, piece.lang, vectors[number], terms, entities)
        )
        if in_order:
            seen.update((*stems, *marked))
    return made


def _words(piece: Piece, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Stems, and names marked so that they are counted apart from stems spelled alike."""
    stems = list(stem_counts(tokenize(f"{piece.title}\n{piece.body}"), piece.lang))
    return stems, [f"@{name}" for name in dict.fromkeys(names)]


def _embedded(pieces: Sequence[Piece]) -> NDArray[np.float32]:
    embedder = load_embedder()
    texts = [embedded_text(piece.title, piece.body) for piece in pieces]
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), embedder.dimension), np.float32)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        vectors[rows] = embedder.encode([texts[i] for i in rows])
    return vectors


def _names(pieces: Sequence[Piece]) -> list[list[str]]:
    finder = EntityFinder()
    found: dict[int, list[str]] = {}
    for lang in sorted({piece.lang for piece in pieces}):
        rows = [i for i, piece in enumerate(pieces) if piece.lang == lang]
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            entities = finder.find([(pieces[i].title, pieces[i].body) for i in part], lang)
            found.update((i, [entity.key for entity in some]) for i, some in zip(part, entities, strict=True))
    return [found[i] for i in range(len(pieces))]


def grouped(reports: Sequence[StoryArticle], affinity: Affinity | None = None) -> list[int]:
    """The story each article ends up in, merges followed."""
    return settled(ActiveStories(affinity).assign(reports))


def settled(assignments: Iterable[Assignment]) -> list[int]:
    """The story each article ends up in, later merges followed."""
    ended = list(assignments)
    into = {each.merge.absorbed: each.merge.into for each in ended if each.merge}
    stories = [each.story_id for each in ended]
    while any(story in into for story in stories):
        stories = [into.get(story, story) for story in stories]
    return stories


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over articles."""
    by_gold: defaultdict[Hashable, set[int]] = defaultdict(set)
    by_found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for i, (right, ours) in enumerate(zip(gold, found, strict=True)):
        by_gold[right].add(i)
        by_found[ours].add(i)
    both = [(by_gold[right], by_found[ours]) for right, ours in zip(gold, found, strict=True)]
    precision = float(np.mean([len(right & ours) / len(ours) for right, ours in both]))
    recall = float(np.mean([len(right & ours) / len(right) for right, ours in both]))
    return precision, recall, 2 * precision * recall / (precision + recall)


def best_f1(same: Flags, scores: Floats) -> float:
    """F1 of the pairs judged the same, at the threshold that suits the scores best."""
    return max(f1(same, scores >= limit) for limit in np.unique(scores))


def f1(same: Flags, said: Flags) -> float:
    """F1 of what was said to be the same."""
    right = int((same & said).sum())
    return 2 * right / (int(same.sum()) + int(said.sum())) if right else 0.0


def area(same: Flags, scores: Floats) -> float:
    """Chance that a pair judged the same outranks one that was not; ties count half."""
    ours, others = scores[same], scores[~same]
    return float(np.mean((ours[:, None] > others) + 0.5 * (ours[:, None] == others)))


def pair_scores(pairs: Pairs) -> Floats:
    """The chance the engine gives each pair, the left article being a story of its own."""
    both = articles([*pairs.left, *pairs.right], in_order=False)
    lenient = Affinity(min_cosine=-1.0, max_gap=FOREVER)
    scores = []
    for left, right in zip(both[: len(pairs.left)], both[len(pairs.left) :], strict=True):
        alone = ActiveStories(lenient)
        alone.put(left, left.article_id)
        scores.append(alone.evidence(right)[0][2])
    return np.asarray(scores)
