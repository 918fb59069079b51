"""Aims: which words of a clause a negation, a doubt or a future is said of, and not merely before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tidings.policy.reading.lexicon import alphabet_language, root, roots, words
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words
from tidings.text.tokens import Token

_ENGLISH_ADVERB = "ly"


def aims_of(tokens: Sequence[Token], clauses: Sequence[int], place: int, lang: str) -> Iterator[int]:
    """The places of the words that the mark at `place` is said of.

    "Nobody", "no" and "without" are said of what follows up to the next preposition, "reportedly" and "if" of
    the rest of the clause, Russian "нет" of all of it; "not", "may" and "will" of the next word that tells
    something, with the infinitive it governs.
    """
    norm = tokens[place].norm
    if norm in words("bearing", f"whole_{lang}"):
        return (
            other
            for other, clause in enumerate(clauses)
            if clause == clauses[place] and other != place and _says(tokens[other].norm)
        )
    if norm in words("bearing", f"rest_{lang}"):
        return _rest(clauses, place) if clauses.count(clauses[place]) > 1 else _next_clause(clauses, place)
    if norm == "без":
        return _genitives(tokens, clauses, place)
    if _is_no_longer(tokens, place):
        return _next(tokens, clauses, place + 1, lang)
    if norm in words("bearing", f"group_{lang}"):
        return _group(tokens, clauses, place, lang)
    return _next(tokens, clauses, place, lang)


def _is_no_longer(tokens: Sequence[Token], place: int) -> bool:
    """Whether a "no" is said as "not" is: of the next word alone."""
    return [token.norm for token in tokens[place : place + 2]] == ["no", "longer"]


def _rest(clauses: Sequence[int], place: int) -> Iterator[int]:
    return (other for other in range(place + 1, len(clauses)) if clauses[other] == clauses[place])


def _next_clause(clauses: Sequence[int], place: int) -> Iterator[int]:
    """What a word between commas is said of: возможно, ..."""
    return (other for other in range(place + 1, len(clauses)) if clauses[other] == clauses[place] + 1)


def _genitives(tokens: Sequence[Token], clauses: Sequence[int], place: int) -> Iterator[int]:
    """What "без" governs: the genitives right after it, not the verb behind them."""
    for other in _rest(clauses, place):
        if not any(reading.tag.case == "gent" for reading in readings(tokens[other].norm)):
            return
        yield other


def _group(tokens: Sequence[Token], clauses: Sequence[int], place: int, lang: str) -> Iterator[int]:
    """The words up to the next preposition: "no passengers were hurt" in Odell.

    Auxiliaries, articles and pronouns end nothing, nor does what stands right after it: "none of them".
    """
    for other in _rest(clauses, place):
        norm = tokens[other].norm
        if _says(norm):
            yield other
        elif norm not in words("bearing", f"passed_{lang}") and other > place + 1:
            return


def _next(tokens: Sequence[Token], clauses: Sequence[int], place: int, lang: str) -> Iterator[int]:
    """The next telling word, and in Russian its infinitive wherever it stands and the genitives after it."""
    if lang == "ru":
        yield from _infinitives_before(tokens, clauses, place)
    found, after = False, tokens[place + 1].norm if place + 1 < len(tokens) else ""
    # "The plan for a bridge" says nothing of who approved it.
    is_noun = place > 0 and tokens[place - 1].norm in words("bearing", f"articles_{lang}")
    if not is_noun and not _says(after) and after not in words("bearing", f"passed_{lang}"):
        yield from _before(tokens, clauses, place)  # all eyes were not | on her
    for other in _rest(clauses, place):
        norm = tokens[other].norm
        if not _says(norm) or _is_adverb(norm, lang):
            continue
        if found and not _is_governed(tokens, place, other, lang):
            return
        found = True
        yield other
    # "The union refused" says nothing against the union.
    if not found and not _refuses(tokens[place].norm, lang):
        yield from _before(tokens, clauses, place)


def _refuses(norm: str, lang: str) -> bool:
    """Whether a mark is a verb or a noun of its own, and no particle."""
    return lang == "en" and _says(norm) and not norm.endswith("n't")


def _before(tokens: Sequence[Token], clauses: Sequence[int], place: int) -> Iterator[int]:
    """The telling word nearest before: what a negated "is" or "has" at the end of a clause is said of.

    Whoever says that it is not so does say it.
    """
    before = (other for other in range(place - 1, -1, -1) if clauses[other] == clauses[place])
    nearest = [other for other in before if _says(tokens[other].norm)][:1]
    speech = roots("speech", "en") | roots("speech", "ru")
    yield from (other for other in nearest if root(tokens[other].norm) not in speech)


def _says(norm: str) -> bool:
    """Whether something can be negated of a word: "said" is no function word, though it tells little."""
    return norm not in stop_words(alphabet_language(norm))


def _is_governed(tokens: Sequence[Token], mark: int, place: int, lang: str) -> bool:
    """Whether a word is turned with the one before it: does not plan to sell, не решает военных задач."""
    norm = tokens[place].norm
    if lang == "en":
        return tokens[place - 1].norm == "to"
    return _is_infinitive(norm) or (tokens[mark].norm == "не" and readings(norm)[0].tag.case == "gent")


def _infinitives_before(tokens: Sequence[Token], clauses: Sequence[int], place: int) -> Iterator[int]:
    """Infinitives that lead their clause: повышать взносы власти не планируют."""
    return (
        other
        for other in range(place)
        if clauses[other] == clauses[place] and _is_infinitive(tokens[other].norm)
    )


def _is_infinitive(norm: str) -> bool:
    return alphabet_language(norm) == "ru" and str(readings(norm)[0].tag.POS) == "INFN"


def _is_adverb(norm: str, lang: str) -> bool:
    if lang == "ru":
        return str(readings(norm)[0].tag.POS) == "ADVB"
    return norm.endswith(_ENGLISH_ADVERB) and root(norm) != norm and len(norm) > 4
