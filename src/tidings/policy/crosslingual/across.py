"""Across: whether an article in one language bears out a sentence in the other, held against it in its own.

The sentence is rendered word by word in the article's language by the bilingual lexicon; its numbers, names,
offices, doers, negations and directions are then checked as the article's own words are, and the rest of its
words are counted. A model of meaning has the last word: what is near to no sentence there is not borne out.
Without one whose scale is known nothing can be told.
"""

from __future__ import annotations

from itertools import takewhile

from tidings.policy.crosslingual.bilingual import nearness, renderings
from tidings.policy.crosslingual.figures import unmet_figure
from tidings.policy.crosslingual.rendering import is_verb, rendered
from tidings.policy.crosslingual.sayers import anothers_deed, misplaced_name, reversed_order
from tidings.policy.crosslingual.stances import contrary_word, hedged_word, strong_word
from tidings.policy.crosslingual.turns import turned_across
from tidings.policy.reading.lexicon import offices
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import Name, names_in, trimmed
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.reasons import Reason
from tidings.policy.written.attributions import foreign_speaker
from tidings.policy.written.faults import Fault, fault
from tidings.policy.written.offices import Held, differing_office
from tidings.policy.written.opposites import contrary_of

# Share of a part's telling words that the lexicon must find in the passage. Of the invented claims that pass
# all else, true ones have .6 of them or more, as no lexicon has every word; sentences with something added
# have up to .78, but all that was added is then missing in a row, in a clause of its own.
_SUPPORTED = 0.6
_CLAUSE_WORDS = 2
_CLAUSE_SHARE = 0.5
_TRAILING = 2
# The cosine of one verb with a word that may stand for it. Single words are told apart badly: of the invented
# claims the synonyms have .41 to .7, and a quarter of them is lost here, but so is what says another deed.
_DEED = 0.5
# The words of a title stand this near each other: министр финансов.
_TITLE = 2
# The words of a place's name, a first name and a family name.
_PLACE_AND_PERSON = 3
# Sentences whose meaning is asked for; each costs some 5 ms.
_ASKED = 3


def fault_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> Fault | None:
    """What of a part of a claim a passage in another language does not bear out; None when it does."""
    least = nearness(likeness.model) if likeness is not None else None
    if likeness is None or least is None:
        return Fault(Reason.OTHER_LANGUAGE)
    said = rendered(part, passage)
    number = unmet_figure(said, passage)
    if number is not None:
        return Fault(Reason.NUMBER_NOT_CITED, *number)
    name = next((name for name in names_in(said) if not _is_named(name, passage)), None)
    if name is not None:
        return fault(Reason.NAME_NOT_CITED, said, name)
    checks = (
        (Reason.ROLE_DIFFERS, _differing_office),
        (Reason.ROLE_DIFFERS, misplaced_name),
        (Reason.ROLE_DIFFERS, reversed_order),
        (Reason.ROLE_DIFFERS, foreign_speaker),
        (Reason.NEGATION_DIFFERS, contrary_word),
        (Reason.OVERSTATED, hedged_word),
        (Reason.DIRECTION_DIFFERS, turned_across),
        (Reason.ROLE_DIFFERS, anothers_deed),
        (Reason.OVERSTATED, strong_word),
    )
    for reason, check in checks:
        piece = check(said, passage)
        if piece is not None:
            found = (
                contrary_of(piece, said, passage)
                if isinstance(piece, Word) and reason is Reason.DIRECTION_DIFFERS
                else ""
            )
            return fault(reason, said, piece, found)
    return _unsupported(said, passage, likeness, least)


def _unsupported(said: Sentence, passage: Passage, likeness: Likeness, least: float) -> Fault | None:
    """The words that the passage has not, where too many are missing, or the meaning is another."""
    missing = [word for word in _telling(said) if not passage.says(word)]
    if _share(said, passage) < _SUPPORTED or _is_elsewhere(said, passage, likeness, least):
        return fault(Reason.NOT_SUPPORTED, said, missing)
    added = _added(said, passage)
    if added:
        return fault(Reason.NOT_SUPPORTED, said, added)
    deed = _other_deed(said, passage, likeness)
    return fault(Reason.NOT_SUPPORTED, said, deed) if deed is not None else None


def relevance_across(part: Sentence, passage: Passage, likeness: Likeness | None) -> float:
    """How much of all a part's words, names included, the passage has, 0..1."""
    if likeness is None:
        return 0.0
    said = rendered(part, passage)
    met = [bool(passage.names.find(name)) for name in names_in(said)]
    met += map(passage.says, _telling(said))
    return sum(met) / max(len(met), 1)


def _is_named(name: Name, passage: Passage) -> bool:
    """Whether a name is given, or is that of a place and of a person in a row: мэр Вальмера Анна Берг."""
    if passage.names.find(name):
        return True
    if len(name.words) < _PLACE_AND_PERSON:
        return False
    given = [other for sentence in passage.sentences for other in names_in(sentence)]
    alone = {trimmed(other.words[0].token.text) for other in given if len(other.words) == 1}
    person = name._replace(words=name.words[1:], key=None)
    return trimmed(name.words[0].token.text) in alone and bool(passage.names.find(person))


def _differing_office(said: Sentence, passage: Passage) -> Held | None:
    """An office that differs; what a word order makes of other words says nothing across languages."""
    held = differing_office(said, passage)
    if held is None or held.office not in offices(said.lang).values():
        return None
    # "Inspected" is no inspector.
    own = said.said or said
    near = own.words[max(held.place - _TITLE, 0) : held.place + _TITLE + 1]
    return held if any(word.root in offices(own.lang) for word in near) else None


def _share(said: Sentence, passage: Passage) -> float:
    """How much of what a part says beside its names and numbers the passage says too, 0..1."""
    telling = _telling(said) or list(said.content)
    return sum(map(passage.says, telling)) / max(len(telling), 1)


def _added(said: Sentence, passage: Passage) -> list[Word]:
    """The words of a clause of some length that is not in the passage though the rest is."""
    for clause in sorted({word.clause for word in said.content}):
        telling = [word for word in _telling(said) if word.clause == clause]
        if len(telling) >= _CLAUSE_WORDS and sum(map(passage.says, telling)) < _CLAUSE_SHARE * len(telling):
            return telling
    return _trailing(said, passage)


def _trailing(said: Sentence, passage: Passage) -> list[Word]:
    """The last words of a part, where several known things in a row are not in the passage."""
    own = said.said or said

    def is_missing(word: Word) -> bool:
        given = own.words[word.place]
        return bool(renderings((given.root,), own.lang)) and not is_verb(given) and not passage.says(word)

    missing = list(takewhile(is_missing, reversed(_telling(said))))
    return missing[::-1] if len(missing) >= _TRAILING else []


def _other_deed(said: Sentence, passage: Passage, likeness: Likeness) -> Word | None:
    """The first verb that the lexicon knows, and that the passage has by no word near to it in meaning."""
    own = (said.said or said).words
    missing = [word for word in _telling(said) if not passage.says(word) and is_verb(own[word.place])]
    given = sorted({word.token.norm for sentence in passage.sentences for word in sentence.content})
    for word in missing:
        if given and likeness.of([own[word.place].token.norm], given).max() < _DEED:
            return word
    return None


def _telling(said: Sentence) -> list[Word]:
    """What a part says beside its names and numbers."""
    named = {word.place for name in names_in(said) for word in name.words}
    return [word for word in said.content if word.place not in named]


def _is_elsewhere(said: Sentence, passage: Passage, likeness: Likeness, least: float) -> bool:
    """Whether a part not all of whose words are there is near to none of the sentences that have most."""
    if all(map(passage.says, _telling(said))):
        return False
    near = sorted(passage.sentences, key=lambda other: -len(said.all_roots & other.all_roots))[:_ASKED]
    part = said.said or said
    return bool(likeness.of([part.text], [sentence.text for sentence in near]).max() < least)
