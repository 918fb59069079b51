"""Keyphrases: candidate phrases of one text, and their ranking against what the corpus says anyway."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tidings.text.signals import KeyphraseCandidate
from tidings.text.stopwords import phrase_stop_words
from tidings.text.tokens import Token, is_shouting, is_title_case, stem, tokenize

LONGEST_PHRASE = 3
# What an article keeps. In short news the best phrases are among the first dozen; the rest only fills the
# store.
KEPT = 16

# Chosen on 110 Portuguese and 500 English news texts (bench/keyphrases.py): a phrase said first gets half
# as much again, fading over some twenty words; a word that only ever occurs inside a phrase counts half.
_LEAD_BONUS = 0.5
_LEAD_WORDS = 20
_INSIDE_PHRASE = 0.5
# A name, as far as capitals in running text tell.
_CAPITAL_BONUS = 0.3
# A phrase of several words, said once and without capitals, is a candidate of short texts only, and a weak
# one: in a text of this many words the real phrases are repeated.
_LONG_TEXT = 120
_SAID_ONCE = 0.5
_SHORTEST_WORD = 3
# What may stand inside a phrase though it ends none: Bank of England, presidente da Câmara, закон о связи.
_CONNECTORS = frozenset(
    ["of", "de", "da", "do", "dos", "das", "del", "della", "du", "di", "von", "о", "об", "по", "за"]
)


@dataclass(slots=True)
class _Occurrences:
    ngram: int
    first: int
    count: int = 0
    capitals: int = 0
    forms: Counter[str] = field(default_factory=Counter)


def candidates(title: str, body: str, lang: str, limit: int = KEPT) -> tuple[KeyphraseCandidate, ...]:
    """The best phrases of one text by its own evidence (frequency, place, capitals), best first."""
    found, length = _occurrences(title, body, lang)
    weights = {norm: _local_weight(one, length) for norm, one in found.items()}
    weights = {norm: weight for norm, weight in weights.items() if weight > 0}
    _discount_parts(weights, found)
    best = sorted(weights, key=lambda norm: (-weights[norm], found[norm].first))[:limit]
    top = weights[best[0]] if best else 1.0
    return tuple(_candidate(norm, found[norm], weights[norm] / top, lang) for norm in best)


def rank(
    items: Iterable[KeyphraseCandidate], df_lookup: Callable[[str], int], n_docs: int
) -> list[KeyphraseCandidate]:
    """Candidates by what they say more than the background does, best first, with scores 0..1.

    `df_lookup` gives the number of background documents holding a stem, of `n_docs` in all. A phrase's
    rarity is the mean of its stems': a sum would put every long phrase first, the phrase's own count
    every accidental one.
    """
    weighted = [(item.score * _rarity(item.norm, df_lookup, n_docs), item) for item in items]
    top = max((weight for weight, _ in weighted), default=0.0) or 1.0
    weighted.sort(key=lambda pair: -pair[0])
    return [replace(item, score=weight / top) for weight, item in weighted]


def _rarity(norm: str, df_lookup: Callable[[str], int], n_docs: int) -> float:
    """Root of the mean inverse document frequency of a phrase's stems; never below zero.

    The root, as rare is not yet important: F@10 rose by .005, .003 and .023 on the three sets of the bench.
    """
    stems = norm.split()
    idfs = [math.log((n_docs + 1) / (df_lookup(one) + 0.5)) for one in stems]
    return math.sqrt(max(math.fsum(idfs) / len(stems), 0.0))


def _occurrences(title: str, body: str, lang: str) -> tuple[dict[str, _Occurrences], int]:
    found: dict[str, _Occurrences] = {}
    offset = 0
    for text in (title, body):
        tokens = tokenize(text)
        capitals_tell = not (is_shouting(tokens) or is_title_case(tokens, lang))
        for start, words in _ngrams(text, tokens, phrase_stop_words(lang)):
            norm = " ".join(stem(word.norm, lang) for word in words)
            one = found.setdefault(norm, _Occurrences(len(words), offset + start))
            one.count += 1
            one.forms[_written(text, words)] += 1
            one.capitals += capitals_tell and start > 0 and _is_capitalised(words)
        offset += len(tokens)
    return found, offset


def _ngrams(
    text: str, tokens: Sequence[Token], stops: frozenset[str]
) -> Iterator[tuple[int, Sequence[Token]]]:
    """Runs of one to three words with only spaces between, content words at both ends, and their position."""
    edges = [_may_end(token, stops) for token in tokens]
    for start in range(len(tokens)):
        if not edges[start]:
            continue
        yield start, tokens[start : start + 1]
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(tokens))):
            gap = text[tokens[end - 1].end : tokens[end].start]
            if gap not in {" ", "\u00a0"} or not (edges[end] or tokens[end].norm in _CONNECTORS):
                break
            if edges[end] and tokens[end].norm != tokens[start].norm:
                yield start, tokens[start : end + 1]


def _written(text: str, words: Sequence[Token]) -> str:
    """The phrase as it stands, less a possessive at its end."""
    return text[words[0].start : words[-1].end].removesuffix("'s").removesuffix("’s")


def _may_end(token: Token, stops: frozenset[str]) -> bool:
    return token.norm[0].isalpha() and len(token.norm) >= _SHORTEST_WORD and token.norm not in stops


def _is_capitalised(words: Sequence[Token]) -> bool:
    return words[0].text[0].isupper() and words[-1].text[0].isupper()


def _local_weight(one: _Occurrences, length: int) -> float:
    weight = one.count * (1 + _LEAD_BONUS / (1 + one.first / _LEAD_WORDS))
    if one.capitals:
        return weight * (1 + _CAPITAL_BONUS)
    if one.ngram > 1 and one.count == 1:
        return weight * _SAID_ONCE if length < _LONG_TEXT else 0.0
    return weight


def _discount_parts(weights: dict[str, float], found: dict[str, _Occurrences]) -> None:
    """Words and shorter phrases that never occur outside a longer, kept one are worth less than it."""
    parts = {
        part
        for norm in weights
        if found[norm].ngram > 1 and (found[norm].count > 1 or found[norm].capitals)
        for part in _parts(norm.split())
        if part in weights and found[part].count <= found[norm].count
    }
    for part in parts:
        weights[part] *= _INSIDE_PHRASE


def _parts(stems: Sequence[str]) -> Iterator[str]:
    for length in range(1, len(stems)):
        for start in range(len(stems) - length + 1):
            yield " ".join(stems[start : start + length])


def _candidate(norm: str, one: _Occurrences, score: float, lang: str) -> KeyphraseCandidate:
    return KeyphraseCandidate(one.forms.most_common(1)[0][0], norm, score, one.ngram, lang)
