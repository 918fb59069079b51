"""Seeded alterations of a sentence of news, each in one way that makes it false, blind to the gate.

An alteration takes the sentence, a sentence of another article, and a random generator; it gives the altered
sentence, or None where there is nothing of its kind to alter. Some of what comes out is no sentence of the
language any more, and a few still say what was said; both count against the gate alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import simplemma
from pymorphy3.analyzer import Parse

from bench._altered_words import CONTRARIES, DATES, HEDGES, OFFICES, QUALIFIERS, UNITS
from tidings.text.gazetteer import given_names
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words

Alteration = Callable[[str, str, Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:[ ,\u00a0]\d{3})*(?:[.,]\d+)?(?![\w:/-]|[.,]\d)")
_CAPITAL = r"[A-ZА-ЯЁ][\w’'-]*[a-zа-яё]"
_NAME = re.compile(rf"(?<=[a-zа-яё,] ){_CAPITAL}(?: {_CAPITAL})*")
_CALENDAR = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\b(?:Jan|Febr)uary|\b(?:March|April|May|June|July|August)\b"
    r"|(?:Sept|Nov|Dec)ember|October"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLAUSE = re.compile(r"(?<=[,;:]) ?[^,;:()«»“”\"]{25,120}[.!]$")

_ENDS_NOUN = "on|in|at|to|for|of|by|with|after|over|from|and|who|that"
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|can|could|should|would|may|might|must|did|does)\b(?! not|n)"
)
_NOT = re.compile(r"\b(?:not |never |no longer )|n['’]t\b")
_PAST = re.compile(r"(?<=[a-z] )([a-z]{3,}ed)\b(?= (?:the|a|an|his|her|its|their|on|in|to|by|at|\d))")
_PARTICLE_RU = re.compile(r"\b(?:не|никогда не) (?=[а-яё])", re.IGNORECASE)


def alterations(lang: str) -> Mapping[str, Alteration]:
    """Every kind of alteration of sentences in `ru` or `en`, by its name."""
    kinds: dict[str, Callable[[str, str, str, Random], str | None]] = {
        "number": another_number,
        "numbers_exchanged": numbers_exchanged,
        "unit": another_unit,
        "date": another_date,
        "name": another_name,
        "given_name": another_given_name,
        "role": another_office,
        "qualifier": another_standing,
        "negation": negated,
        "hedge": unhedged,
        "direction": turned,
        "names_exchanged": names_exchanged,
        "nouns_exchanged": nouns_exchanged,
        "addition": with_addition,
    }
    return {name: _bound(kind, lang) for name, kind in kinds.items()}


def _bound(kind: Callable[[str, str, str, Random], str | None], lang: str) -> Alteration:
    return lambda text, sister, rng: kind(text, sister, lang, rng)


def another_number(text: str, _sister: str, _lang: str, rng: Random) -> str | None:
    """One number in digits becomes another of as many digits."""
    match = _chosen(_NUMBER.finditer(text), rng)
    if match is None:
        return None
    digits = [place for place, char in enumerate(match.group()) if char.isdigit()]
    place = rng.choice(digits)
    others = [digit for digit in "123456789" if digit != match.group()[place]]
    changed = match.group()[:place] + rng.choice(others) + match.group()[place + 1 :]
    return _replaced(text, match, changed)


def numbers_exchanged(text: str, _sister: str, _lang: str, rng: Random) -> str | None:
    """Two numbers in digits change places."""
    return _exchanged(text, list(_NUMBER.finditer(text)), rng)


def another_unit(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """A unit or a scale after a number becomes another."""
    found = []
    for pair in UNITS[lang]:
        unit, other = pair.split("|")
        found += [(match, other) for match in re.finditer(rf"(?<=\d ){unit}\b", text)]
    if not found:
        return None
    match, other = rng.choice(found)
    return _replaced(text, match, other)


def another_date(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """A weekday, month, year or ordinal becomes another."""
    found = []
    for line in DATES[lang]:
        row = line.split()
        found += [(match, row) for match in re.finditer(rf"\b(?:{'|'.join(row)})\b", text)]
    if not found:
        return None
    match, row = rng.choice(found)
    return _replaced(text, match, rng.choice([word for word in row if word != match.group()]))


def another_name(text: str, sister: str, _lang: str, rng: Random) -> str | None:
    """A name becomes one of another article, which this one does not have."""
    match = _chosen(_names(text), rng)
    others = [
        found.group() for found in _names(sister) if found.group()[:4].casefold() not in text.casefold()
    ]
    return _replaced(text, match, rng.choice(others)) if match and others else None


def another_given_name(text: str, sister: str, lang: str, rng: Random) -> str | None:
    """The given name before a surname becomes another."""
    pairs = [match for match in _names(text) if _is_person(match.group(), lang)]
    if not pairs:
        return None
    match = rng.choice(pairs)
    given, surname = match.group().split()[0], match.group().split()[1:]
    other = _other_given(given, lang, rng)
    return _replaced(text, match, " ".join([other, *surname])) if other else None


def another_office(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """An office becomes another, in the same case."""
    found = [match for match in _WORD.finditer(text) if _lemma(match.group(), lang) in OFFICES[lang]]
    match = _chosen(found, rng)
    if match is None:
        return None
    others = [office for office in OFFICES[lang] if office[:4] not in text.casefold()]
    changed = _like(rng.choice(others), match.group(), lang)
    return _replaced(text, match, changed) if changed else None


def another_standing(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """An office becomes a former, acting or deputy one, or stops being it."""
    qualified = re.compile(
        r"\b(?:former |acting |deputy |vice[ -]|ex-)(?=[A-Za-z])"
        if lang == "en"
        else r"\b(?:бывш(?:ий|ая|его|ему|ей) |экс-|вице-)(?=[а-яё])",
        re.IGNORECASE,
    )
    match = _chosen(qualified.finditer(text), rng)
    if match is not None:
        return _replaced(text, match, "")
    found = [match for match in _WORD.finditer(text) if _lemma(match.group(), lang) in OFFICES[lang]]
    match = _chosen(found, rng)
    if match is None:
        return None
    qualifier = rng.choice(QUALIFIERS[lang])
    if qualifier == "бывший ":
        bent = _like("бывший", match.group(), "ru")
        qualifier = f"{bent} " if bent else "экс-"
    office = _like(match.group(), "министра", "ru") if qualifier == "заместитель " else match.group()
    return _replaced(text, match, qualifier + (office or match.group()))


def negated(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """A negation is taken out where there is one, else one is put in."""
    out = _PARTICLE_RU if lang == "ru" else _NOT
    match = _chosen(out.finditer(text), rng)
    if match is not None:
        changed = _replaced(text, match, "")
        return changed if lang == "ru" else re.sub(r"\b(?:ca|wo)(?= )", _positive, changed)
    if lang == "ru":
        return _negated_ru(text, rng)
    match = _chosen(_AUXILIARY.finditer(text), rng)
    if match is not None:
        return _replaced(text, match, f"{match.group()} not")
    match = _chosen(_PAST.finditer(text), rng)
    base = simplemma.lemmatize(match.group(1), lang="en") if match else ""
    return (
        _replaced(text, match, f"{rng.choice(('did not', 'failed to', 'never'))} {base}") if match else None
    )


def _positive(match: re.Match[str]) -> str:
    return {"ca": "can", "wo": "will"}[match.group()]


def _negated_ru(text: str, rng: Random) -> str | None:
    verbs = [match for match in _WORD.finditer(text) if _is_finite(match.group())]
    match = _chosen(verbs, rng)
    if match is None:
        return None
    return _replaced(text, match, f"{rng.choice(('не', 'не', 'так и не'))} {match.group()}")


def unhedged(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """What may be, or is planned, becomes done."""
    for pattern, by in HEDGES[lang]:
        match = re.search(pattern, text)
        if match is None:
            continue
        done = _past(match.group(match.lastindex or 0), lang) if by == "PAST" else by
        return _replaced(text, match, done) if done is not None else None
    return None


def turned(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """A word becomes its contrary."""
    contraries = _contraries(lang)
    found = [match for match in _WORD.finditer(text) if match.group() in contraries]
    match = _chosen(found, rng)
    return _replaced(text, match, rng.choice(contraries[match.group()])) if match else None


def names_exchanged(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """Two names change places, in Russian each in the other's case."""
    found = _names(text)
    if len(found) < 2:
        return None
    place = rng.randrange(len(found) - 1)
    left, right = found[place], found[place + 1]
    between = text[left.end() : right.start()]
    # "Lind and Rusk", "Lind, Rusk": the same, whichever comes first. "Duty of Care": one name.
    if left.group() == right.group() or re.fullmatch(r"\W*(?:and|or|of|и|или)?\W*", between):
        return None
    pair = _bent(left.group(), right.group(), lang)
    return text[: left.start()] + pair[1] + between + pair[0] + text[right.end() :] if pair else None


def nouns_exchanged(text: str, _sister: str, lang: str, rng: Random) -> str | None:
    """Who did it and whom it was done to change places."""
    return _russian_parties(text, rng) if lang == "ru" else _english_parties(text, rng)


def with_addition(text: str, sister: str, lang: str, rng: Random) -> str | None:
    """A clause of another article is added at the end."""
    match = _CLAUSE.search(sister)
    return f"{text.rstrip('.!')}, {match.group().strip()}" if match else None


def _english_parties(text: str, rng: Random) -> str | None:
    """The noun before a verb in the past and the one after it."""
    noun = r"(?:the|a|an|his|her|its|their|two|three|four|\d+) ([a-z]+)"
    pattern = re.compile(rf"\b({noun}) ([a-z]+ed) ({noun})(?= (?:{_ENDS_NOUN})\b|[,.])", re.IGNORECASE)
    match = _chosen(pattern.finditer(text), rng)
    if match is None or match[2] == match[5] or match[2] in stop_words("en"):
        return None
    return _replaced(text, match, f"{match[4]} {match[3]} {match[1]}")


def _russian_parties(text: str, rng: Random) -> str | None:
    """A noun in the nominative, a verb, a noun in the accusative: the verb agrees with the latter then."""
    words = list(_WORD.finditer(text))
    found = [
        (left, verb, right)
        for left, verb, right in zip(words, words[1:], words[2:], strict=False)
        if _is_finite(verb.group()) and _case(left.group()) == "nomn" and _case(right.group()) == "accs"
    ]
    if not found:
        return None
    left, verb, right = rng.choice(found)
    one, other = _in_case_of(right.group(), left.group()), _in_case_of(left.group(), right.group())
    done = _agreeing(verb.group(), right.group())
    between = (text[left.end() : verb.start()], text[verb.end() : right.start()])
    if not one or not other or not done or between != (" ", " "):
        return None
    return f"{text[: left.start()]}{one} {done} {other}{text[right.end() :]}"


def _agreeing(verb: str, subject: str) -> str | None:
    tag = _reading(subject).tag
    marks = {str(mark) for mark in (tag.number, tag.gender if "past" in _reading(verb).tag else None) if mark}
    bent = _reading(verb).inflect(marks - {"femn", "masc", "neut"} if "plur" in marks else marks)
    return str(bent.word) if bent else None


def _names(text: str) -> list[re.Match[str]]:
    """Runs of capitals after a word in small letters, without days and months."""
    found = []
    for match in _NAME.finditer(text):
        before = text[: match.start()].rpartition(" ")[0].rpartition(" ")[2].lstrip("(«“\"‘'")
        if before[:1].islower() and not _CALENDAR.search(match.group()):
            found.append(match)
    return found


def _is_person(name: str, lang: str) -> bool:
    words = name.split()
    if len(words) != 2:
        return False
    return words[0].casefold() in given_names() if lang == "en" else "Name" in readings(words[0])[0].tag


def _other_given(given: str, lang: str, rng: Random) -> str | None:
    if lang == "en":
        names = ("Walter", "Olivia", "Gordon", "Beatrice", "Norman", "Felicity")
        return rng.choice([name for name in names if name[0] != given[0]])
    male = ("Виктор", "Геннадий", "Степан", "Тимофей")
    female = ("Виктория", "Галина", "Тамара", "Зинаида")
    own = female if "femn" in readings(given)[0].tag else male
    return _like(rng.choice([name for name in own if name[0] != given[0]]), given, "ru")


def _bent(left: str, right: str, lang: str) -> tuple[str, str] | None:
    if lang == "en":
        return left, right
    if _reading(left.rsplit(maxsplit=1)[-1]).tag.case == _reading(right.rsplit(maxsplit=1)[-1]).tag.case:
        return left, right
    one = [_in_case_of(word, right.rsplit(maxsplit=1)[-1]) for word in left.split()]
    other = [_in_case_of(word, left.rsplit(maxsplit=1)[-1]) for word in right.split()]
    if not all(one) or not all(other):
        return None
    return " ".join(filter(None, one)), " ".join(filter(None, other))


def _contraries(lang: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in CONTRARIES[lang].replace("\n", "|").strip("|").split("|"):
        one, other = pair.split()
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _lemma(word: str, lang: str) -> str:
    if lang == "ru":
        return str(readings(word.casefold())[0].normal_form)
    return word.casefold()


def _reading(word: str) -> Parse:
    return readings(word.casefold())[0]


def _is_finite(word: str) -> bool:
    reading = readings(word)[0]
    return (
        str(reading.tag.POS) == "VERB" and word[0].islower() and reading.normal_form not in {"быть", "мочь"}
    )


def _case(word: str) -> str:
    reading = _reading(word)
    return str(reading.tag.case) if str(reading.tag.POS) == "NOUN" and word[0].islower() else ""


def _like(word: str, model: str, lang: str) -> str | None:
    """A Russian word in the case and number of another, with the word's own capital; an English one as is."""
    changed: str | None = word
    if lang == "ru":
        tag, own = _reading(model).tag, _reading(word)
        grammemes = {str(mark) for mark in (tag.case, tag.number) if mark}
        if own.tag.POS in {"ADJF", "PRTF"} and tag.gender and "plur" not in grammemes:
            grammemes.add(str(tag.gender))
        bent = own.inflect(grammemes)
        changed = str(bent.word) if bent else None
        capital = word[0].isupper()
    else:
        capital = model[0].isupper()
    return changed.capitalize() if changed and capital and "-" not in changed else changed


def _in_case_of(word: str, model: str) -> str | None:
    """A Russian word in the case of another, its number and capital its own."""
    case = _reading(model).tag.case
    bent = _reading(word).inflect({str(case)}) if case else None
    if bent is None:
        return None
    return str(bent.word).capitalize() if word[0].isupper() else str(bent.word)


def _past(verb: str, lang: str) -> str | None:
    if lang == "en":
        if simplemma.lemmatize(verb, lang="en") != verb or verb in stop_words("en"):
            return None
        past = verb + ("d" if verb.endswith("e") else "ed")
        return past if simplemma.is_known(past, lang="en") else None
    bent = _reading(verb).inflect({"past", "sing", "masc"})
    return str(bent.word) if bent else None


def _chosen(found: Iterator[re.Match[str]] | Sequence[re.Match[str]], rng: Random) -> re.Match[str] | None:
    matches = list(found)
    return rng.choice(matches) if matches else None


def _replaced(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def _exchanged(text: str, found: Sequence[re.Match[str]], rng: Random) -> str | None:
    if len(found) < 2:
        return None
    left, right = sorted(rng.sample(list(found), 2), key=re.Match.start)
    if left.group() == right.group():
        return None
    between = text[left.end() : right.start()]
    return text[: left.start()] + right.group() + between + left.group() + text[right.end() :]
