"""Claims written for this project, true and false, and the articles they are about: read and checked."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from tidings.policy.reading.reading import language_of
from tidings.sample import catalogue
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store.articles import StoredArticle

FOLDER = Path(__file__).with_name("claims")
KINDS = (
    "number",
    "unit",
    "date",
    "name",
    "role",
    "negation",
    "direction",
    "subject",
    "source",
    "addition",
)
LANGUAGES = ("en", "ru")
SAMPLE = "sample:"
# When the sample's last article came in; its texts name no dates that depend on it.
SAMPLE_MOMENT = datetime(2031, 5, 30, 12, tzinfo=UTC)
# A false sentence altered in one way keeps this share of the true one's letters in order; one whose parties
# change places in Russian keeps about half.
LEAST_KEPT = 0.4


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A true sentence, and a false one made of it: another sentence, or the same about other articles."""

    kind: str
    true: str
    about: tuple[str, ...]
    false: str | None = None
    false_about: tuple[str, ...] = ()

    @property
    def untrue(self) -> tuple[str, tuple[str, ...]]:
        """The false sentence, and what it is about."""
        return self.false or self.true, self.false_about or self.about


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """One file: sentences in one language about articles in one language."""

    name: str
    said_in: str
    about_in: str
    articles: Mapping[str, StoredArticle]
    pairs: tuple[ClaimPair, ...]

    @property
    def is_held(self) -> bool:
        """Whether it is kept from whoever works on the checks."""
        return self.name.startswith("held_")


class WrongClaims(ValueError):
    """A file of claims that is not what it should be."""


def claim_files(*, held: bool) -> list[Path]:
    """The files of claims, the known ones first; the held ones only where they are asked for."""
    return sorted(FOLDER.glob("known*_*.toml")) + (sorted(FOLDER.glob("held_*.toml")) if held else [])


def load(path: Path) -> ClaimSet:
    """One file of claims; WrongClaims says everything that is wrong with it."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    said_in, about_in = languages(path.stem)
    own = {row["id"]: _article(number, row) for number, row in enumerate(content["articles"], 1)}
    pairs = tuple(_pair(row) for row in content["pairs"])
    found = ClaimSet(path.stem, said_in, about_in, sample() | own, pairs)
    wrong = list(faults(found))
    if len(own) < len(content["articles"]):
        wrong.append("two articles have one id")
    if wrong:
        raise WrongClaims(f"{path.name}: " + "; ".join(wrong))
    return found


def languages(name: str) -> tuple[str, str]:
    """What a file's name says its sentences and its articles are in: `known_ru_about_en`, `known_en`."""
    said_in, _, about_in = name.partition("_")[2].partition("_about_")
    return said_in, about_in or said_in


@cache
def sample() -> dict[str, StoredArticle]:
    """The articles of the bundled sample, by the ids that claims give them."""
    found = {}
    for number, one in enumerate(catalogue(), 1001):
        text = f"{one.title}\n\n{one.text}"
        moment = one.arrived(SAMPLE_MOMENT)
        found[SAMPLE + one.url] = StoredArticle(
            number, one.url, one.title, text, one.source, one.lang, moment, 1
        )
    return found


def _article(number: int, row: Mapping[str, Any]) -> StoredArticle:
    url = f"https://claims.example/{row['id']}"
    text = f"{row['title']}\n\n{row['body']}"
    moment = datetime.fromisoformat(f"{row['date']}T12:00:00+00:00")
    return StoredArticle(number, url, row["title"], text, row["source"], row["lang"], moment, 1)


def _pair(row: Mapping[str, Any]) -> ClaimPair:
    false_about = tuple(row.get("false_about", ()))
    return ClaimPair(row["kind"], row["true"], tuple(row["about"]), row.get("false"), false_about)


def faults(found: ClaimSet) -> Iterator[str]:
    """What is wrong with a set, in words; nothing where it is as README.md says."""
    counts = Counter(pair.kind for pair in found.pairs)
    if set(counts) != set(KINDS):
        yield f"kinds are {sorted(counts)}"
    elif max(counts.values()) > 2 * min(counts.values()):
        yield f"kinds are not balanced: {dict(counts)}"
    # By number, not by its words: held claims are not to be read by whoever runs the tests.
    for number, pair in enumerate(found.pairs, 1):
        yield from (f"pair {number}: {fault}" for fault in _faults_of(pair, found))


def _faults_of(pair: ClaimPair, found: ClaimSet) -> Iterator[str]:
    named = (*pair.about, *pair.false_about)
    unknown = [key for key in named if key not in found.articles]
    if unknown:
        yield f"no article {unknown}"
    elif any(found.articles[key].lang != found.about_in for key in named):
        yield f"about an article that is not in {found.about_in}"
    if len(set(pair.about)) not in (1, 2):
        yield "about neither one article nor two"
    if (pair.false is None) == (not pair.false_about):
        yield "needs either false or false_about"
    elif (pair.kind == "source") != (pair.false is None):
        yield "false_about is for another source alone"
    if set(pair.false_about) == set(pair.about):
        yield "false_about is about the same"
    yield from _faults_of_sentences(pair, found.said_in)


def _faults_of_sentences(pair: ClaimPair, said_in: str) -> Iterator[str]:
    sentences = [text for text in (pair.true, pair.false) if text is not None]
    if any(len(text) > INSIGHT_LIMIT for text in sentences):
        yield f"longer than {INSIGHT_LIMIT}"
    if any(language_of(text) != said_in for text in sentences):
        yield f"not in {said_in}"
    if pair.false is not None and pair.false.split() == pair.true.split():
        yield "the false sentence is the true one"
    elif pair.false is not None and _kept(pair.true, pair.false) < LEAST_KEPT:
        yield "the false sentence is another one altogether"


def _kept(true: str, false: str) -> float:
    return SequenceMatcher(None, true, false, autojunk=False).ratio()
