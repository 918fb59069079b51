"""Roles: who holds which office, former or acting, and who did what to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tidings.policy.reading.cases import shared_cases
from tidings.policy.reading.lexicon import has_past, is_irregular, offices, root, roots
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import Name, is_given_name, is_ordinary, names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.morphology import readings

_QUALIFIERS = ("former", "acting", "deputy", "next")
# Sentences whose former offices are kept: those of some twenty answers.
_REMEMBERED = 1024
# How far before an office its qualifier stands: "former Obama-era Department of Transport secretary".
_BEFORE = 7
# How far before an office an election to it is named: running for mayor.
_SOUGHT = 3
# How far after "former" the word is that it makes a former one: "former Today Show host".
_AFTER = 4
# How far from an office its holder is named: "minister of transport Elena Markova".
_HOLDER = 5
_OTHER_CLAUSE = 2
# Offices that are verbs as well.
_VERBS = frozenset({"head", "chair"})


@dataclass(frozen=True, slots=True)
class Held:
    """An office as a sentence gives it, or any other word that somewhere is said to be a former one."""

    office: str
    qualifiers: frozenset[str]
    sentence: Sentence
    place: int


def differing_office(claimed: Sentence, passage: Passage) -> Held | None:
    """The first office of a claim that the passage does not give, or gives otherwise, or to others."""
    past = _past_roots(claimed).union(*map(_past_roots, passage.sentences))
    cited = [held for sentence in passage.sentences for held in _held(sentence, past)]
    own = (held for held in _held(claimed, past) if not _is_deed(held))
    return next((held for held in own if not _is_given(held, cited, passage)), None)


def _is_deed(held: Held) -> bool:
    """Whether a claim's word for an office is a verb there: headed to Odell, to head the board."""
    said = held.sentence.words
    word, before = said[held.place], said[held.place - 1] if held.place else None
    after = said[held.place + 1].token.norm if held.place + 1 < len(said) else ""
    if held.sentence.lang != "en" or held.office not in offices("en").values():
        return False
    if word.token.norm.endswith(("ed", "ing")):
        return True
    is_bare = word.token.norm in _VERBS and before is not None and before.token.norm == "to"
    return is_bare and after != "of"


def title_there(held: Held, passage: Passage) -> str:
    """The words by which the passage gives the holder another office: head nurse, Ailsa Quine."""
    for name in _holders(held):
        places = passage.names.find(name)
        for sentence in passage.sentences:
            for other in _held(sentence, frozenset()):
                if other.office != held.office and _is_held_by(other, places, passage):
                    return _with_holder(other)
    return ""


def _with_holder(held: Held) -> str:
    places = [held.place, *(word.place for name in _holders(held) for word in name.words)]
    said = held.sentence.words
    return held.sentence.text[said[min(places)].token.start : said[max(places)].token.end]


def _is_given(held: Held, cited: list[Held], passage: Passage) -> bool:
    same = [other for other in cited if other.office == held.office]
    same = [other for other in same if _body(other) == _body(held)] or same
    if not same and held.office not in offices(held.sentence.lang).values():
        # "A former forward" of "a former striker", but not of a striker who still is one.
        return any(other.qualifiers == held.qualifiers for other in cited)
    for name in _holders(held):
        places = passage.names.find(name)
        own = [other for other in same if _is_held_by(other, places, passage)]
        own = own or [other for other in same if _is_near(other, places, passage)]
        if own:
            return any(other.qualifiers == held.qualifiers for other in own)
        if any(_is_near(other, places, passage) for other in cited if other.office != held.office):
            return False
        if places and all(any(_holders(other)) for other in same):
            return False
        if places and all(_is_titled(number, place, held.office, passage) for number, place in places):
            return False
    return any(other.qualifiers == held.qualifiers for other in same)


def _body(held: Held) -> str:
    """The word right before an office, which is often what it is of: Odell mayor."""
    return held.sentence.words[held.place - 1].root if held.place else ""


def _is_titled(number: int, place: int, office: str, passage: Passage) -> bool:
    """Whether another title stands right before a name: Mediator Lind is no mayor."""
    sentence = passage.sentences[number]
    before = sentence.words[place - 1] if place else None
    if before is None or before.clause != sentence.words[place].clause or not before.is_content:
        return False
    if offices(sentence.lang).get(before.root) == office or not _is_common_noun(before, sentence):
        return False
    return sentence.lang != "ru" or not shared_cases([before]).isdisjoint(
        shared_cases([sentence.words[place]])
    )


def _is_common_noun(word: Word, sentence: Sentence) -> bool:
    if word.place and not word.token.text[0].islower():
        return False
    if sentence.lang == "ru":
        return str(readings(word.token.norm)[0].tag.POS) == "NOUN"
    return (
        not _may_be_deed(word, "en")
        and not word.token.norm.endswith(("ing", "ly"))
        and is_ordinary(word.token.norm)
    )


def _is_held_by(held: Held, places: frozenset[tuple[int, int]], passage: Passage) -> bool:
    """Whether the nearest name to an office stands at one of these places."""
    here = {place for number, place in places if passage.sentences[number] is held.sentence}
    return any(not here.isdisjoint(word.place for word in name.words) for name in _holders(held))


def _is_near(held: Held, places: frozenset[tuple[int, int]], passage: Passage) -> bool:
    here = {place for number, place in places if passage.sentences[number] is held.sentence}
    if any(here.isdisjoint(word.place for word in name.words) for name in _holders(held) if _is_person(name)):
        return False  # somebody else's: the port's head, Berg: captain Lind ...
    return any(abs(place - held.place) <= _HOLDER for place in here)


def _holders(held: Held) -> Iterator[Name]:
    """The name that is near enough to be the holder's: a person's before any other, the nearest first.

    A name right before is rather what the office is of (Varn chief Lind), as one with an apostrophe is.
    """
    office = held.sentence.words[held.place]
    if _is_plural(office, held.sentence.lang) or _is_sought(held.sentence, office):
        return
    found = []
    own = held.sentence.words[held.place].clause
    for name in names_in(held.sentence):
        distance = _distance(held, name)
        if distance <= _HOLDER and not _owns(held, name) and not _holds_another(held, name, distance):
            beside = name.words[-1].place < held.place and name.clause == own
            found.append((not _is_person(name), beside, distance, name))
    yield from (name for *_, name in sorted(found, key=lambda item: item[:3])[:1])


def _is_plural(office: Word, lang: str) -> bool:
    """Whether an office is named of several people at once."""
    if lang == "ru":
        return all(reading.tag.number == "plur" for reading in readings(office.token.norm))
    return office.token.norm.endswith("s") and not office.token.norm.endswith("ss")


def _owns(held: Held, name: Name) -> bool:
    """Whether an office is of a name: with an apostrophe before it, after "of", or in another case."""
    first, last = name.words[0].place, name.words[-1]
    # A sentence rendered from English has the cases of the passage's own words, not of its own.
    is_said, office = held.sentence.said is None, held.sentence.words[held.place]
    if held.sentence.lang == "ru" and is_said and shared_cases(name.words).isdisjoint(shared_cases([office])):
        return True
    if last.place < held.place:
        is_before = last.place == held.place - 1 and last.clause == office.clause
        # Of two words without a known given name it may still be a person.
        is_body = is_before and held.sentence.lang == "en" and len(name.words) == 1 and not _is_person(name)
        return is_body or last.token.text.endswith(("'s", "’s", "s'", "s’"))
    between = held.sentence.words[held.place + 1 : first]
    if held.sentence.lang == "en" and any(_is_told_verb(word) for word in between):
        return True  # "the mayor praises Lind"
    return any(word.root in roots("links", held.sentence.lang) or word.root == "of" for word in between)


def _is_told_verb(word: Word) -> bool:
    """Whether an English word between an office and a name tells what the one did to the other."""
    norm = word.token.norm
    has_form = norm.endswith(("s", "ed")) or is_irregular(norm)
    return has_form and word.token.text[0].islower() and bool(has_past(norm))


def _holds_another(held: Held, name: Name, distance: int) -> bool:
    """Whether another office is nearer to the name."""
    others = (place for place in _office_places(held.sentence) if place != held.place)
    return any(min(abs(word.place - place) for word in name.words) < distance for place in others)


@lru_cache(maxsize=_REMEMBERED)
def _office_places(sentence: Sentence) -> tuple[int, ...]:
    known = offices(sentence.lang)
    return tuple(word.place for word in sentence.words if any(part in known for part in _parts(word)))


def _is_person(name: Name) -> bool:
    return any(is_given_name(word.token.norm) for word in name.words)


def _distance(held: Held, name: Name) -> int:
    """Words between an office and a name; one in another clause must be right beside: Markova, the mayor."""
    gap = min(abs(word.place - held.place) for word in name.words)
    own = held.sentence.words[held.place].clause
    return gap if name.clause == own else gap + _OTHER_CLAUSE


@lru_cache(maxsize=_REMEMBERED)
def _past_roots(sentence: Sentence) -> frozenset[str]:
    """What a sentence says somebody no longer is, offices apart: the champion of "former champion"."""
    found: set[str] = set()
    for word in sentence.words:
        if word.root in _marks("past", sentence.lang):
            found |= _headed(sentence, word)
        prefix, hyphen, rest = word.token.norm.partition("-")
        if hyphen and prefix in _marks("past", sentence.lang):
            found.add(root(rest))
    return frozenset(found - set(offices(sentence.lang)))


def _headed(sentence: Sentence, past: Word) -> set[str]:
    """The common nouns right after "former"; names between are passed over."""
    found: set[str] = set()
    for word in sentence.words[past.place + 1 : past.place + 1 + _AFTER]:
        named = not word.token.text[0].islower()
        if word.clause != past.clause or not (named or word.is_content):
            break
        if named and found and sentence.lang == "en":
            break  # "former forward Ann Lind scores": what stands behind the holder's name is no office
        if named or not _may_be_noun(word, sentence.lang):
            continue
        is_next = word.place == past.place + 1 and past.token.norm != "once"
        if not is_next and _may_be_deed(word, sentence.lang):
            break
        if found and sentence.lang == "en" and word.token.norm.endswith("s") and has_past(word.token.norm):
            break  # "a former forward scores"
        found.add(word.root)
        if sentence.lang == "ru" and str(readings(word.token.norm)[0].tag.POS) == "NOUN":
            break
    return found


def _may_be_deed(word: Word, lang: str) -> bool:
    return lang == "en" and (word.token.norm.endswith("ed") or is_irregular(word.token.norm))


def _may_be_noun(word: Word, lang: str) -> bool:
    return lang != "ru" or any(str(reading.tag.POS) == "NOUN" for reading in readings(word.token.norm))


def _held(sentence: Sentence, past: frozenset[str]) -> Iterator[Held]:
    known = offices(sentence.lang)
    for word in sentence.words:
        for part in _parts(word):
            if part in known and _heads_profession(sentence, word):
                following = sentence.words[word.place + 1]
                yield Held(
                    known.get(following.root, following.root),
                    _qualifiers(sentence, word),
                    sentence,
                    word.place,
                )
                break
            if part in known or part in past:
                marked = _qualifiers(sentence, word)
                kept = marked if part in known else marked & {"former"}
                yield Held(known.get(part, part), kept, sentence, word.place)
                break


def _is_sought(sentence: Sentence, word: Word) -> bool:
    """Whether an office is what an election is about, and nobody's yet: выборы мэра, runs for mayor."""
    sought = roots("offices", f"sought_{sentence.lang}")
    before = sentence.words[max(word.place - _SOUGHT, 0) : word.place]
    if sentence.lang == "ru":
        is_of = "gent" in {reading.tag.case for reading in readings(word.token.norm)}
        return is_of and any(one.root in sought for one in before[-1:])
    return any(one.root in sought for one in before) and any(one.token.norm == "for" for one in before)


def _heads_profession(sentence: Sentence, word: Word) -> bool:
    """Whether "head" only says the rank of the word after it: a head nurse heads no hospital."""
    following = sentence.words[word.place + 1 : word.place + 2]
    return (
        word.root in roots("offices", "rank_en")
        and bool(following)
        and following[0].clause == word.clause
        and following[0].root in roots("offices", "professions_en") | (offices("en").keys() - {word.root})
    )


def _parts(word: Word) -> Iterator[str]:
    """The root of a word, and of the last part of a compound: экс-министр."""
    yield word.root
    prefix, hyphen, last = word.token.norm.rpartition("-")
    if hyphen:
        yield word.root.rpartition("-")[2]
        yield root(last)
        yield root(prefix)


def _qualifiers(sentence: Sentence, office: Word) -> frozenset[str]:
    found = {part for word in _before(sentence, office) for part in (word.root, word.root.rpartition("-")[2])}
    found |= set(map(root, office.token.norm.split("-")[:-1])) | {root(office.token.norm.rpartition("-")[2])}
    found |= {word.root for word in sentence.words[office.place + 1 : office.place + 2]} & _marks(
        "next", sentence.lang
    )
    kinds = {kind for kind in _QUALIFIERS if not found.isdisjoint(_marks(kind, sentence.lang))}
    if not found.isdisjoint(_marks("past", sentence.lang)):
        kinds.add("former")
    return frozenset(kinds)


def _before(sentence: Sentence, office: Word) -> Iterator[Word]:
    """The words before an office that may say what kind of one it is, back to another office or a break."""
    passed = _passed(sentence.lang)
    for word in reversed(sentence.words[max(0, office.place - _BEFORE) : office.place]):
        qualifies = any(word.root in _marks(kind, sentence.lang) for kind in _QUALIFIERS)
        named = not word.token.text[0].islower()
        if word.clause != office.clause or not (
            word.is_content or named or qualifies or word.token.norm in passed
        ):
            return
        yield word
        if word.root in offices(sentence.lang) and not qualifies:
            return


def _passed(lang: str) -> frozenset[str]:
    """Words inside the title of one office: secretary of the treasury; и. о. министра."""
    return frozenset({"of", "the", "for", "to"}) if lang == "en" else frozenset({"и", "о", "по", "в"})


@cache
def _marks(kind: str, lang: str) -> frozenset[str]:
    return roots("offices", f"{kind}_{lang}")
