"""Keyphrase mining: what a set of articles says more than the rest of the corpus does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from tidings.agents.counting import PhraseCount, PhraseUse
from tidings.quotes import naming_quote, reference
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import Keyphrase, KeywordsResult
from tidings.store.articles import StoredArticle
from tidings.text.citation import citation_form
from tidings.text.lexical import phrase_id
from tidings.text.naming import Subject
from tidings.text.nominal import is_nominal

NAME = "keyphrase_mining"

KEYPHRASES = 15
EXAMPLES = 3
# A contract phrase has at most five words.
LONGEST = 5
# What a corpus without a past is taken to hold: half an article in five hundred that uses the phrase. With
# no background the ranking falls back to how often a phrase is used; with thousands of articles the prior
# does not matter.
_PRIOR_USES = 0.5
_PRIOR_ARTICLES = 500.0
# Below this many times its usual rate a phrase is ordinary, however significant many articles make it.
LEAST_RATIO = 1.5
# A single word that is no name says less than a phrase: "police" against "police brutality".
_PLAIN_WORD = 0.5
# A language with less of a phrase's uses than this only borrows it.
_LANGUAGE_SHARE = 0.1
# Of the articles that use a short phrase, this share uses the longer one: they are the same thing.
_TOGETHER = 0.6
# Two phrases with this share of stems in common are wordings of one thing.
_OVERLAP = 0.66
# Below this share of the best phrase's keyness, the others are no longer what sets the articles apart.
_LEAST_SCORE = 0.05
# A lower-case wording in this share of uses shows that capitals elsewhere are only a headline's.
_LOWER_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of the corpus up to a day: per phrase, and the articles of each language.

    `counted` are the articles of the set, per language, that these frequencies include.
    """

    uses: Mapping[int, int]
    langs: Mapping[str, int]
    counted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KeyCount:
    """A phrase the set uses more than the background: `ratio` times its rate elsewhere."""

    phrase_id: int
    articles: int
    expected: float
    ratio: float
    keyness: float


@dataclass(frozen=True)
class MinedPhrase:
    """A keyphrase with what was counted of it over every article of the set."""

    phrase: str
    norm: str
    lang: str
    articles: int
    sources: int
    expected: float
    keyness: float
    sentiment: float
    is_name: bool
    variants: tuple[str, ...]
    article_ids: tuple[int, ...]
    counted: tuple[int, ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its stems, whatever their order."""
        return frozenset(self.norm.split())


@dataclass(slots=True)
class Wording:
    """How sampled articles write a phrase: norm, counted spellings and languages, whether it is a name."""

    norm: str
    spellings: Counter[str]
    langs: Counter[str]
    is_name: bool = False


def keyness(used: float, articles: float, used_outside: float, outside: float) -> float:
    """Dunning's log-likelihood ratio of a phrase's rate in the set against outside; 0 where not higher."""
    used_outside, outside = used_outside + _PRIOR_USES, outside + _PRIOR_ARTICLES
    if used <= 0 or articles <= 0 or used / articles <= used_outside / outside:
        return 0.0
    pooled = (used + used_outside) / (articles + outside)
    inside_term = used * math.log(used / (articles * pooled))
    return 2 * (inside_term + used_outside * math.log(used_outside / (outside * pooled)))


def rank_counts(
    counts: Iterable[PhraseCount], set_langs: Mapping[str, int], background: Background
) -> list[KeyCount]:
    """The phrases of a set that it uses more than usual, the most telling first.

    A phrase is measured within its own languages: a Russian query must not make every Russian word telling.
    """
    ranked = (_key_count(count, set_langs, background) for count in counts)
    telling = [key for key in ranked if key is not None and key.keyness > 0]
    return sorted(telling, key=lambda key: (-key.keyness, key.phrase_id))


def _key_count(count: PhraseCount, set_langs: Mapping[str, int], background: Background) -> KeyCount | None:
    """The phrase with its keyness; None where it is ordinary."""
    used = sum(count.langs.values())
    own = [lang for lang, articles in count.langs.items() if articles >= _LANGUAGE_SHARE * used]
    size = sum(set_langs.get(lang, 0) for lang in own)
    counted = sum(background.counted.get(lang, 0) for lang in own)
    outside = max(sum(background.langs.get(lang, 0) for lang in own) - counted, 0)
    used_outside = max(background.uses.get(count.phrase_id, 0) - count.before, 0)
    expected = size * (used_outside + _PRIOR_USES) / (outside + _PRIOR_ARTICLES)
    ratio = used / expected
    if ratio < LEAST_RATIO:
        return None
    # Significance alone favours what is frequent everywhere, the ratio alone what is rare: their product is
    # high for what many articles say that hardly any other does.
    telling = math.sqrt(keyness(used, size, used_outside, outside)) * math.log2(max(ratio, 1.0))
    return KeyCount(count.phrase_id, used, expected, ratio, telling)


def wordings(articles: Iterable[StoredArticle], wanted: Container[int]) -> dict[int, Wording]:
    """How these articles word each of the wanted phrases, by phrase id."""
    found: dict[int, Wording] = {}
    for article in articles:
        names = {entity[0].casefold() for entity in article.entities}
        used = [(key, item) for item in article.keyphrases if (key := phrase_id(item[1])) in wanted]
        for key, (phrase, norm, *_) in used:
            known = found.get(key)
            if known is None:
                known = found[key] = Wording(norm, Counter(), Counter())
            known.spellings[phrase] += 1
            known.langs[article.lang] += 1
            known.is_name = known.is_name or phrase.casefold() in names
    return found


def display_form(spellings: Counter[str]) -> str:
    """The most frequent spelling, in the nominative, lower-case where it is seen so outside headlines."""
    lower = sum(count for spelling, count in spellings.items() if spelling == spelling.casefold())
    plain = lower >= _LOWER_SHARE * spellings.total()
    forms: dict[str, Counter[str]] = {}
    for spelling, count in spellings.items():
        forms.setdefault(spelling.casefold(), Counter())[spelling] = count
    return citation_form(
        Counter({folded if plain else _cased(cases): cases.total() for folded, cases in forms.items()})
    )


def _cased(cases: Counter[str]) -> str:
    """The most frequent of spellings that differ in capitals; all capitals only where there is no other."""
    return max(cases, key=lambda form: (not _shouts(form), cases[form], form))


def _shouts(form: str) -> bool:
    return form.isupper() and len(form) > 6


def mine(
    keys: Sequence[KeyCount],
    uses: Mapping[int, PhraseUse],
    worded: Mapping[int, Wording],
    query_stems: frozenset[str] = frozenset(),
) -> list[MinedPhrase]:
    """The set's keyphrases, best first: spellings merged, parts absorbed by wholes, the query left out."""
    mined = [
        _mined(key, uses[key.phrase_id], worded[key.phrase_id])
        for key in keys
        if key.phrase_id in uses and key.phrase_id in worded
    ]
    fitting = [phrase for phrase in mined if _fits(phrase, query_stems)]
    ranked = sorted(fitting, key=lambda phrase: (-phrase.keyness, phrase.norm))
    merged = merge(ranked, query_stems)
    return [phrase for phrase in merged if phrase.keyness >= _LEAST_SCORE * merged[0].keyness]


def _mined(key: KeyCount, use: PhraseUse, wording: Wording) -> MinedPhrase:
    shown = display_form(wording.spellings)
    plain = len(wording.norm.split()) == 1 and not wording.is_name
    # A phrase that one outlet repeats in every item is its boilerplate, not news.
    spread = use.sources / (use.sources + 1)
    return MinedPhrase(
        phrase=shown,
        norm=wording.norm,
        lang=wording.langs.most_common(1)[0][0],
        articles=use.articles,
        sources=use.sources,
        expected=key.expected,
        keyness=key.keyness * spread * (_PLAIN_WORD if plain else 1.0),
        sentiment=use.sentiment,
        is_name=wording.is_name,
        variants=tuple(form for form, _ in wording.spellings.most_common() if form != shown),
        article_ids=use.sample,
        counted=use.counted,
    )


def _fits(phrase: MinedPhrase, query_stems: frozenset[str]) -> bool:
    words = [word for word in phrase.norm.split() if any(char.isalpha() for char in word)]
    if not words or len(phrase.norm.split()) > LONGEST or phrase.stems <= query_stems:
        return False
    return (phrase.is_name and len(words) == 1) or is_nominal(phrase.phrase)


def merge(ranked: Sequence[MinedPhrase], given: frozenset[str] = frozenset()) -> list[MinedPhrase]:
    """Ranked phrases with each family (reorderings, parts and their wholes) reduced to its best member.

    Stems that are `given`, by the query, set no phrase apart: "Apple iPhone" is "iPhone" there.
    """
    kept: list[MinedPhrase] = []
    stems: list[frozenset[str]] = []  # of each kept phrase, without those given
    for phrase in ranked:
        own = phrase.stems - given
        place = next((at for at, host in enumerate(kept) if _same_thing(phrase, own, host, stems[at])), None)
        if place is None:
            kept.append(phrase)
            stems.append(own)
        else:
            kept[place] = _united(kept[place], phrase, given)
            stems[place] = kept[place].stems - given
    return kept


def _same_thing(phrase: MinedPhrase, own: frozenset[str], host: MinedPhrase, hosts: frozenset[str]) -> bool:
    """Whether a lower-ranked phrase only rewords `host`, is a part of it, or a detail of it.

    `own` and `hosts` are the stems of either that set it apart.
    """
    if own and hosts and own.isdisjoint(hosts):
        return False
    if own == hosts:
        return True
    together = min(phrase.articles, host.articles) >= _TOGETHER * max(phrase.articles, host.articles)
    if own < hosts or hosts < own:
        return together or (hosts < own and len(hosts) > 1)
    return len(own & hosts) >= _OVERLAP * min(len(own), len(hosts))


def _united(host: MinedPhrase, phrase: MinedPhrase, given: frozenset[str]) -> MinedPhrase:
    """The host; or the longer phrase in its place, when nearly every article has the whole."""
    together = phrase.articles >= _TOGETHER * host.articles
    if host.stems - given < phrase.stems - given and together:
        return replace(phrase, keyness=host.keyness)
    if host.stems == phrase.stems:
        spellings = dict.fromkeys((*host.variants, phrase.phrase, *phrase.variants))
        return replace(host, variants=tuple(form for form in spellings if form != host.phrase))
    return host


def examples(
    phrase: MinedPhrase, articles: Mapping[int, StoredArticle], preferred: Sequence[int] = ()
) -> tuple[EvidenceRef, ...]:
    """Up to three quotes that name the phrase, from different outlets; `preferred` articles first."""
    sample = set(phrase.article_ids)
    order = [key for key in preferred if key in sample] + [
        key for key in phrase.article_ids if key not in preferred
    ]
    return tuple(islice(_quotes(order, articles, [phrase.stems]), EXAMPLES))


def _quotes(
    order: Iterable[int], articles: Mapping[int, StoredArticle], wanted: Sequence[Subject]
) -> Iterable[EvidenceRef]:
    outlets: set[str] = set()
    for key in order:
        article = articles.get(key)
        if article is None or article.source in outlets:
            continue
        quote = naming_quote(article, wanted)
        if quote is not None:
            outlets.add(article.source)
            yield reference(article, quote)


def scores(phrases: Sequence[MinedPhrase]) -> list[float]:
    """0..1, relative to the best phrase."""
    best = max((phrase.keyness for phrase in phrases), default=0.0)
    return [round(phrase.keyness / best, 4) if best else 0.0 for phrase in phrases]


def contract(
    phrases: Sequence[MinedPhrase], articles: Mapping[int, StoredArticle], preferred: Sequence[int] = ()
) -> KeywordsResult:
    """The mined phrases as the public result."""
    shown = list(phrases[:KEYPHRASES])
    return KeywordsResult(
        keyphrases=tuple(
            Keyphrase(
                phrase=phrase.phrase,
                norm=phrase.norm,
                score=score,
                ngram=len(phrase.norm.split()),
                variants=phrase.variants[:5],
                examples=examples(phrase, articles, preferred),
                lang=phrase.lang,
            )
            for phrase, score in zip(shown, scores(shown), strict=True)
        )
    )
