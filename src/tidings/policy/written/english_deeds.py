"""English deeds: who does what to whom by the order of words, as no dictionary here knows the verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import simplemma

from tidings.policy.reading.lexicon import is_irregular, root, roots, words
from tidings.policy.reading.parties import Deed, deed_of, is_counted
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.stopwords import stop_words

# Words of a party that count, from its verb on: "the second largest bank of the country".
_PARTY = 5
# And of what prepositions bring in behind it.
_REACH = 6
# An auxiliary stands this near before its participle: "were not immediately arrested".
_AUXILIARY = 3
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being", "gets", "got"])
_BEFORE_VERB = _BEING | {
    "to",
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "should",
    "must",
    "did",
    "does",
    "do",
}


def english_deeds(sentence: Sentence, clause: Sequence[Word]) -> Iterator[Deed]:
    """The deeds of a clause: the subject stands before its verb, the object behind it; the passive turns."""
    for number, word in enumerate(clause):
        if not _is_english_verb(word, clause[:number], clause[number + 1 :], sentence):
            continue
        # Who is "to greet" somebody stands further off than the nearest noun.
        is_infinitive = clause[number - 1].token.norm == "to"
        before = [] if is_infinitive else [one for one in clause[:number] if one.root not in _joining()]
        subject = _subject(before, sentence)
        if clause[0].token.norm == "who" and all(one.token.norm == "who" for one in subject):
            subject = _antecedent(sentence, clause[0])
        if not subject and not is_infinitive and not before:
            subject = _carried(sentence, clause[0])
        agent = _agent(clause, number, sentence)
        if not word.token.norm.endswith("ing") and _is_passive(clause[:number], agent, number):
            by = clause[agent + 1 :] if agent is not None else []
            yield deed_of(sentence, word, _until_link(by, sentence), subject)
        else:
            after = clause[number + 1 :]
            target = _until_link(after, sentence)
            yield deed_of(sentence, word, subject, target, after[len(target) :][:_REACH])


def _is_english_verb(word: Word, before: Sequence[Word], after: Sequence[Word], sentence: Sentence) -> bool:
    """Whether a word has a verb's form: in the past, after an auxiliary, or with what may be a verb's s."""
    norm = word.token.norm
    if (
        norm in stop_words("en")
        or not (before and norm.isalpha())
        or (word.token.text[0].isupper() and not sentence.is_headline)
    ):
        return False
    if before[-1].token.norm in words("deeds", "articles_en"):
        return False  # the closure, the accused officers
    if norm in words("deeds", "nouns_en"):
        return False
    if norm.endswith("ed") or is_irregular(norm) or before[-1].token.norm in _BEFORE_VERB:
        return True
    return norm.endswith("s") and bool(after) and _begins_object(after[0], sentence) and _has_past(norm)


def _begins_object(word: Word, sentence: Sentence) -> bool:
    """Whether a word begins what a verb has behind it rather than a noun: an article, a name, a number."""
    is_name = word.token.text[0].isupper() and not sentence.is_headline
    return is_name or word.token.norm in words("deeds", "articles_en") or is_counted(sentence, word)


@lru_cache(maxsize=16_384)
def _has_past(norm: str) -> bool:
    """Whether the dictionary has a verb of which this may be a form: sues, as there is sued."""
    base = str(simplemma.lemmatize(norm, lang="en"))
    past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return bool(base) and base != norm and simplemma.is_known(past, lang="en")


def _agent(clause: Sequence[Word], verb: int, sentence: Sentence) -> int | None:
    """Where the "by" after a verb stands that brings in who did it, not how much: by 5 percent."""
    for number, word in enumerate(clause[verb + 1 :], verb + 1):
        if word.token.norm == "by":
            following = clause[number + 1 : number + 2]
            return None if any(is_counted(sentence, one) for one in following) else number
    return None


def _is_passive(before: Sequence[Word], agent: int | None, number: int) -> bool:
    if any(word.token.norm in _BEING for word in before[-_AUXILIARY:]):
        return True
    return agent is not None and agent - number == 1


def _subject(before: Sequence[Word], sentence: Sentence) -> Sequence[Word]:
    """The words of a clause before its verb, back to another verb, without what prepositions bring in."""
    links = roots("links", sentence.lang) | {"of"}
    found: list[Word] = []
    linked = False
    for number, word in enumerate(before):
        if _is_english_verb(word, before[:number], (), sentence):
            found, linked = [], False
        elif word.root in links and not (number == 0 and word.root in roots("clauses", "en")):
            linked = True
        elif linked and (word.token.norm in words("deeds", "articles_en") or word.token.norm.isdigit()):
            # "On Friday the port ...": a new party begins, unless one stood before the preposition.
            linked = bool(found)
        elif not linked:
            found.append(word)
    return found


def _carried(sentence: Sentence, first: Word) -> Sequence[Word]:
    """Who did what the clause before tells, where an "and" goes on: Marsh, who confessed and testified."""
    if first.root not in _joining():
        return ()
    before = [word for word in sentence.words if word.clause == first.clause - 1]
    if not before:
        return ()
    if before[0].token.norm == "who":
        return _antecedent(sentence, before[0])
    verbs = (
        n for n, word in enumerate(before) if _is_english_verb(word, before[:n], before[n + 1 :], sentence)
    )
    verb = next(verbs, None)
    return _subject(before[:verb], sentence) if verb is not None else ()


@cache
def _joining() -> frozenset[str]:
    return frozenset(map(root, ("and", "but")))


def _antecedent(sentence: Sentence, who: Word) -> Sequence[Word]:
    """The name that stands last before a "who"; without one, whoever stands right before it."""
    before = [name for name in names_in(sentence) if name.words[-1].place < who.place]
    if before:
        return before[-1].words
    own = [word for word in sentence.words if word.clause == who.clause - 1]
    return own[-1:]


def _until_link(after: Sequence[Word], sentence: Sentence) -> list[Word]:
    links = roots("links", sentence.lang) | {"of", "by"}
    end = next((n for n, word in enumerate(after) if word.root in links), len(after))
    party = list(after[: min(end, _PARTY)])
    # In "welcomed Helvar's licence" it is the licence that is welcomed.
    return [word for word in party[:-1] if not word.token.text.endswith(_POSSESSIVE)] + party[-1:]
