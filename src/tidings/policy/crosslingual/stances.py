"""Stances: whether what a rendered claim asserts, denies or hedges is so in a passage.

Each language has words of its own that negate or hedge ("withdrew", отказался от); where the passage has the
very word, it turns nothing. "Not before Friday" negates no deed, whichever word the "not" stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.policy.crosslingual.bilingual import listed, renderings
from tidings.policy.reading.lexicon import roots, strong_words
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.policy.written.bearing import is_done, may_state
from tidings.text.stopwords import stop_words

_TURNED = Bearing.NEGATED | Bearing.DENIED
_TO_COME = Bearing.POSSIBLE | Bearing.FUTURE
# How far behind its negation a limit stands: "will not reopen before".
_REACH = 4
_AGENT = re.compile(r"[a-z](?:er|or|ist)s?$")
_BEING = frozenset(["is", "are", "was", "were", "be"])


def contrary_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word of a claim that the passage only negates or denies, or the reverse.

    A negation may be said of another word there ("no choice", выбора не останется): the clause that has
    most of the claim's is then negated as well.
    """
    word = _contrary(part, passage)
    return word if word is not None and not _is_turned_alike(word, part, passage) else None


def _is_turned_alike(turning: Word, part: Sentence, passage: Passage) -> bool:
    """Whether a clause with that word, one of those nearest to the claim's own, is negated as that is."""
    told = frozenset(word.root for word in _telling(part) if word.clause == turning.clause)
    turned = any(_turn(word) for word in part.words if word.clause == turning.clause)
    is_given = any(_given(turning, passage))
    is_refusal = is_given and turning.root in _refusing(passage.lang)
    found: dict[int, set[bool]] = {}
    for sentence in passage.sentences:
        for number in {word.clause for word in sentence.words}:
            words = [word for word in sentence.words if word.clause == number]
            if is_given and turning.root not in {word.root for word in words}:
                continue
            common = len(told.intersection(word.root for word in words))
            # Who "refused" did not do so only where the very word is turned.
            asked = [word for word in words if word.root == turning.root] if is_refusal else words
            found.setdefault(common, set()).add(any(_turn(word) for word in asked))
    nearest = max(found, default=0)
    return nearest > 0 and turned in found[nearest]


def _refusing(lang: str) -> frozenset[str]:
    """Words that negate or deny by themselves: refuse, deny."""
    return roots("bearing", f"negate_{lang}") | roots("bearing", f"deny_{lang}")


def _contrary(part: Sentence, passage: Passage) -> Word | None:
    moot = _moot_clauses(part, passage)
    turned = [word for word in _telling(part) if _turn(word) and word.clause not in moot]
    for word in _telling(part):
        given = list(_given(word, passage))
        if word in turned:
            if given and not any((other.aimed | other.bearing) & _TURNED for other in given):
                return word
        elif given and word.clause not in moot and all(_turn(other) for other in given):
            return word
    for clause in dict.fromkeys(word.clause for word in turned):
        own = [word for word in turned if word.clause == clause]
        met = any(_turn(other) for word in own for other in _given(word, passage))
        if not met and not _is_negated_somewhere(own, part, passage):
            return own[0]
    return None


def hedged_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word that a claim states as done and the passage only as possible, planned or to come."""
    hedged = _hedged_clauses(part, passage)
    for word in _telling(part):
        given = list(_given(word, passage))
        own = (part.said or part).words[word.place]
        if word.clause in hedged or _is_purpose(word, part) or not _may_state(own, part.said or part):
            continue
        # "Goes back on 1 June" is said of what will be.
        marks = _TO_COME if is_done(own) else Bearing.POSSIBLE
        if given and all(other.aimed & marks for other in given):
            return word
    return None


def _may_state(own: Word, said: Sentence) -> bool:
    """Whether a word of the claim may state something: no noun does, nor who does it for a living."""
    return may_state(own, said) and not _AGENT.search(own.token.norm)


def _is_purpose(word: Word, part: Sentence) -> bool:
    """Whether a word is what something is for: "an order to build" says nothing of building."""
    said = part.said or part
    return word.place > 0 and said.words[word.place - 1].token.norm == "to"


def strong_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word by which a claim says more than the passage: all, only, record, again."""
    said = part.said or part
    strong, plain = strong_words(said.lang), roots("bearing", f"negate_{said.lang}") | listed("each")
    counted = [(item.start, item.end) for item in said.quantities]
    for word in said.words:
        enough = strong.get(word.root)
        if enough is None or word.root in plain or any(a <= word.token.start < b for a, b in counted):
            continue
        options = {option for one in (word.root, *enough) for option in renderings((one,), said.lang)}
        if not any(passage.roots.issuperset(option) for option in options):
            return word
    return None


def _telling(part: Sentence) -> list[Word]:
    """What may be asserted or denied; "continue" and its like carry no content and yet may be."""
    said = part.said or part
    named = {word.place for name in names_in(part) for word in name.words}
    light = listed("light")
    own = {
        word.place
        for word in said.words
        if word.token.norm not in stop_words(said.lang)
        if word.root not in light or word.aimed & Bearing.NEGATED
    }
    counted = [(item.start, item.end) for item in said.quantities]
    return [
        word
        for word in part.words
        if word.place in own - named and not any(a <= word.token.start < b for a, b in counted)
    ]


def _given(word: Word, passage: Passage) -> Iterator[Word]:
    return (other for sentence in passage.sentences for other in sentence.words if other.root == word.root)


def _turn(word: Word) -> Bearing:
    """What is said of a word itself; a denial reaches all that follows it."""
    return (word.aimed | (word.bearing & Bearing.DENIED)) & _TURNED


def _moot_clauses(part: Sentence, passage: Passage) -> set[int]:
    """Clauses whose negation is a word that the passage has too, or sets a limit."""
    said = part.said or part
    negating = roots("bearing", f"negate_{said.lang}")
    found = {
        word.clause
        for word, own in zip(part.words, said.words, strict=True)
        # Who did not refuse is not one who refused.
        if own.root in negating and own.is_content and passage.says(word) and not own.aimed & Bearing.NEGATED
    }
    limits = listed("limits")
    negated = {word.clause for word in said.words if word.root in negating and not word.is_content}
    for word in said.words:
        following = said.words[word.place + 1 : word.place + 1 + _REACH]
        if word.root in negating:
            # "Not before Friday", whose "before" may begin a clause of its own.
            limiting = {one.clause for one in following if one.root in limits and not _is_amount(said, one)}
            found |= {word.clause, *limiting} if limiting else set()
        if word.root in listed("lacking") and word.clause not in negated:
            found.add(word.clause)
    return found


def _is_amount(said: Sentence, limit: Word) -> bool:
    """Whether a "до" brings in what something comes to, and no time: не поднял до 9 процентов."""
    after = said.words[limit.place + 1 : limit.place + 2]
    counted = [item for item in said.quantities if item.is_amount]
    return limit.token.norm == "до" and any(item.covers(one.token.start) for item in counted for one in after)


def _is_negated_somewhere(turned: list[Word], part: Sentence, passage: Passage) -> bool:
    """Whether a sentence negates something, of those that have most of a clause in which the claim does."""
    clauses = {word.clause for word in turned}
    plain = {word.root for word in _telling(part) if word.clause in clauses and word not in turned}
    common = [(len(plain & sentence.roots), sentence) for sentence in passage.sentences]
    most = max((count for count, _ in common), default=0)
    return most > 0 and any(
        any(_turn(word) for word in sentence.words) for count, sentence in common if count == most
    )


def _hedged_clauses(part: Sentence, passage: Passage) -> set[int]:
    """Clauses of a claim that state nothing as done, by a word of either language: promised, is to."""
    said = part.said or part
    hedging = roots("bearing", f"possible_{passage.lang}") | listed("hedging")
    hedged: set[int] = set()
    for word, own in zip(part.words, said.words, strict=True):
        before = said.words[own.place - 1] if own.place else own
        is_to = own.token.norm == "to" and before.token.norm in _BEING
        goes_on = own.clause == before.clause + 1 and own.root in listed("going_on")
        hedges = bool((own.bearing | own.aimed) & _TO_COME or {word.root, own.root} & hedging)
        if hedges or is_to or (goes_on and before.clause in hedged):
            hedged.add(own.clause)
    return hedged
