"""Trials: sentences held against articles, each known to be true or false of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench._alterations import alterations
from bench._claims import ClaimPair, ClaimSet
from bench._headlines import Report, reports
from bench._pairs import pairs
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.tokens import sentences

LANGUAGES = ("en", "ru")
CORPORA = tuple(f"{what}_{lang}" for what in ("pairs", "altered") for lang in LANGUAGES)
MEASURED = "measured"
SEED = 20_200
# Reports of each set of pairs and sentences of each alteration, a language: over 2,000 true and 2,000 false
# claims of the corpora, so that a share of 1 % is told within half of one.
REPORTS = 1000
SENTENCES = 250
# Of pairs: the true ones whose article is known to say all of them, by how it was made.
TRUE_PAIRS = ("own", "teaser")
TRUE = "unaltered"
# Shorter sentences have little to alter.
LEAST_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence, the articles it cites, and whether it is true of them; of a set, altered in a way."""

    group: str
    kind: str
    text: str
    articles: tuple[StoredArticle, ...]
    is_true: bool

    @property
    def source(self) -> str:
        """All the text that the articles have."""
        return "\n\n".join(article.text for article in self.articles)


def of_claims(found: ClaimSet) -> Iterator[Trial]:
    """The claims of one file, each pair's true one and its false one."""
    for pair in found.pairs:
        for text, about, is_true in _sides(pair):
            articles = tuple(found.articles[key] for key in about)
            yield Trial(found.name, pair.kind, text, articles, is_true)


def _sides(pair: ClaimPair) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    yield pair.true, pair.about, True
    yield *pair.untrue, False


def of_pairs(data: Path, lang: str) -> Iterator[Trial]:
    """Headlines and sentences of teasers of 2020, true and with a sister story's name, number or clause."""
    for pair in pairs(data, lang, MEASURED, REPORTS, SEED):
        if pair.kind in TRUE_PAIRS or not pair.is_true:
            kind = pair.kind if pair.is_true else pair.kind.rpartition("_")[2]
            yield Trial(f"pairs_{lang}", kind, pair.text, pair.articles, pair.is_true)


def of_alterations(data: Path, lang: str) -> Iterator[Trial]:
    """Sentences of teasers of 2020, as they are and altered in every way that a seed can."""
    found = reports(data, lang, MEASURED)
    Random(SEED).shuffle(found)
    left = dict.fromkeys((TRUE, *alterations(lang)), SENTENCES)
    for place, report in enumerate(found):
        text = next(_statements(report.teaser), None)
        if text is not None:
            yield from _altered(text, report, found[place - 1], left)
        if not any(left.values()):
            return


def _statements(teaser: str) -> Iterator[str]:
    """The teaser's whole sentences, which an insight could be."""
    for span in sentences(teaser):
        text = teaser[span.start : span.end].strip()
        if text.endswith(".") and text[:1].isupper() and LEAST_LENGTH <= len(text) <= INSIGHT_LIMIT:
            yield text


def _altered(text: str, report: Report, sister: Report, left: dict[str, int]) -> Iterator[Trial]:
    """One sentence as it is, and in each way that is still wanted and that it can be altered in."""
    chance = Random(f"{SEED} {report.number}")
    made = {TRUE: text} | {
        kind: alter(text, sister.teaser, chance)
        for kind, alter in alterations(report.lang).items()
        if left[kind]
    }
    articles = (_stored(report),)
    for kind, said in made.items():
        if said and left[kind] and len(said) <= INSIGHT_LIMIT and (kind == TRUE or said != text):
            left[kind] -= 1
            yield Trial(f"altered_{report.lang}", kind, said, articles, kind == TRUE)


def _stored(report: Report) -> StoredArticle:
    text = f"{report.title}\n\n{report.teaser}"
    number, moment = report.number + 1, report.published_at
    return StoredArticle(number, report.url, report.title, text, report.source, report.lang, moment, 1)


def of_corpora(data: Path) -> Iterator[Trial]:
    """Pairs and alterations in both languages."""
    for make in (of_pairs, of_alterations):
        for lang in LANGUAGES:
            yield from make(data, lang)
