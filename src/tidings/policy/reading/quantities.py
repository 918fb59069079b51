"""Quantities: the numbers of a sentence with their units, in digits or in words, Russian or English."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import zip_longest

from tidings.policy.reading.amounts import CALENDAR, DECADE, MONTH, ORDINAL, WEEKDAY, Bound, Quantity
from tidings.policy.reading.fractions import decades, shares
from tidings.policy.reading.lexicon import alphabet_language, places, units, values
from tidings.text.morphology import readings
from tidings.text.stopwords import stop_words

_YEARS = range(1000, 2200)
_YEAR = re.compile(r" \d{4}\b")

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
# Not the number of a name (COVID-19, B-52). A sign only where it opens the number: "24-30" is no minus 30.
_NUMBER = re.compile(
    rf"(?<![\w.,])(?<![^\W\d_][-\u2011])(?P<money>[a-zA-Z]{{0,2}}[$€£₽¥₴₹] ?)?(?P<sign>(?<![\w.,])[\u2212-])?"
    rf"(?P<digits>{_DIGITS})(?P<glued>%|°[CF]?|[$€£₽¥]|[^\W\d_]+\b|[-\u2011][^\W\d_]+\b)?"
)
_WORD = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)?|[%$€£₽¥₴₹°]")
_LETTERS = re.compile(r"[^\W\d_]+")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_RUSSIAN_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}(?:[.]\d{3})+")
_SQUARED = frozenset({"square", "sq", "квадратный", "кв"})
_LAST_WORD = re.compile(r"([^\W\d_]+),?\s$")
_BEFORE_YEAR = frozenset(
    {"in", "from", "since", "until", "till", "by", "before", "after", "during", "of", "early", "late", "mid"}
)
_AFTER_YEAR = stop_words("en")
_ENGLISH_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_RUSSIAN_ORDINAL = frozenset(["й", "я", "е", "го", "му", "ми", "х", "ю", "ой", "ый", "ая"])
_OVER = re.compile(
    r"(?:(?<!\bno )(?<!\bnot )more than|over|above|at least|no (?:less|fewer) than|not less than"
    r"|upwards? of|exceed\w*|minimum of|(?:(?<!\bне )более|(?<!\bне )больше|не менее|не меньше)(?: чем)?"
    r"|свыше|минимум|по меньшей мере|превы\w+|сверх)\s*$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?:(?<!\bno )(?<!\bnot )(?:less|fewer) than|under|below|at most|not? more than|maximum of"
    r"|\b(?:limit|cap|restrict)\w*(?: \w+){0,2} (?:to|at)"
    r"|(?:(?<!\bне )менее|(?<!\bне )меньше|не более|не больше)(?: чем)?|максимум|ограни\w+(?: \w+)? до)\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|circa|около|примерно|порядка|приблизительно)\s*$",
    re.IGNORECASE,
)
_ALMOST = re.compile(
    r"(?:\b(?:almost|nearly|close to|just under)|\b(?:почти|без малого|чуть менее|чуть меньше))\s*$",
    re.IGNORECASE,
)
# Letters before a number that may set it a limit: "restricted customers to".
_BOUND_REACH = 32
_BOUNDS = {Bound.ALMOST: _ALMOST, Bound.OVER: _OVER, Bound.UNDER: _UNDER, Bound.ABOUT: _ABOUT}
# Where no noun follows a number: at a stop, or before a word that begins something else.
_ENDS = re.compile(r"\s*(?:[,;:.!?)]|$)|\s+(?:but|while|after|instead|а|но|после|вместо)\b", re.IGNORECASE)
# "Over 18 months" is during them, rather than for more.
_DURING = re.compile(r"\b(?:over|above)\s*$", re.IGNORECASE)
_SPANS = frozenset({"hour", "day", "week", "month", "year"})
_GOES_ON = _SPANS | {"percent"}
# "Metres per second": no second one.
_PER = re.compile(r"\bper\s+$", re.IGNORECASE)
# Not one, ни один: none.
_NOT_ONE = re.compile(r"\b(?:not|ни)\s$", re.IGNORECASE)
# What is compared is measured alike: 40 cents, down from 65; 120 litres instead of 75.
_AGAINST = re.compile(
    r"\b(?:from|instead of|than|against|compared with|compared to|с|со|против|вместо|чем)\s+$", re.IGNORECASE
)
_BY = re.compile(r"\b(?:by|на)\s*$", re.IGNORECASE)
_MINUS = re.compile(r"\b(?:minus|минус)\s*$", re.IGNORECASE)
# Between the two ends of a range, of which only the second may carry the unit.
_RANGE = re.compile(r"\s*(?:[-–—]|to|and|or|до|и|или|against|from|с|против)\s*", re.IGNORECASE)
_CODE = re.compile(r"[\w.,:/-]*\d[\w.,:/-]*")
_PAIR = re.compile(r"(?<![\w.,:-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![\w:-]|[.,]\d)")


def quantities(text: str, lang: str) -> tuple[Quantity, ...]:
    """Every number of a sentence, in reading order; those of names are none."""
    found = [*shares(text), *decades(text), *_in_digits(text, lang)]
    if any(_may_count(word, lang) for word in _LETTERS.findall(text)):
        found += [item for item in _in_words(text, lang) if _is_free(item, found)]
        found += [item for item in _dates(text, lang) if _is_free(item, found)]
    ordered = sorted(found, key=lambda item: item.start)
    return tuple(_with_bound(text, item) for item in _spread_units(text, ordered))


def pairs(text: str) -> frozenset[tuple[int, int]]:
    """Scores, times and ranges in digits: 2:1 is not 1:2."""
    return frozenset((int(match[1]), int(match[2])) for match in _PAIR.finditer(text))


def codes(text: str) -> list[tuple[int, str]]:
    """Everything with a digit in it as it is written, case apart, and where: COVID-19, 13.4.1, 02.07.2020."""
    found = []
    for match in _CODE.finditer(text):
        code = match.group().rstrip(".,:/-")
        lead = len(code) - len(code.lstrip(".,:/-"))
        found.append((match.start() + lead, code[lead:].casefold()))
    return found


def value_of(digits: str, lang: str) -> float:
    """What digits with separators are worth: 1,200 is a thousand in English and 1.2 in Russian."""
    plain = re.sub(r"[\u00a0\u202f ]", "", digits)
    if lang == "ru":
        plain = re.sub(r"[.,]", "", plain) if _RUSSIAN_GROUPS.fullmatch(plain) else plain.replace(",", ".")
    else:
        plain = plain.replace(",", "" if _GROUPS.fullmatch(plain) else ".")
    return float(plain) if plain.count(".") <= 1 else math.nan


def _in_digits(text: str, lang: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        glued = (match["glued"] or "").lstrip("-\u2011").casefold()
        value, end = value_of(match["digits"], lang), match.end("digits")
        if match["sign"]:
            value = -value
        if math.isnan(value):
            continue
        if glued == "s" or (glued == "х" and value in _YEARS):
            yield Quantity(value, DECADE, match.start(), match.end())
        elif glued in _ENGLISH_ORDINAL | _RUSSIAN_ORDINAL:
            yield _dated(text, Quantity(value, ORDINAL, match.start(), match.end()), lang)
        else:
            money = _sign_unit(match["money"])
            yield _measured(text, Quantity(value, money, match.start(), end), lang, bool(money))


def _sign_unit(sign: str | None) -> str:
    return units().get((sign or "").strip()[-1:], "") if sign else ""


def _measured(text: str, number: Quantity, lang: str, is_money: bool) -> Quantity:
    """The number with the scale and the unit that follow it."""
    scale, end = _scale_after(text, number.end, lang, is_money)
    number = replace(number, value=number.value * scale, end=end)
    if is_money:
        return number
    dated = _dated(text, number, lang)
    if dated is not number:
        return dated
    unit, end = _unit_after(text, number.end, lang)
    if (
        number.value in _YEARS
        and scale == 1.0
        and (unit == "year" or text[end - 1 : end + 1] == "г." or (not unit and _is_year(text, number, lang)))
    ):
        unit = CALENDAR
    return replace(number, unit=unit, end=end)


def _is_year(text: str, number: Quantity, lang: str) -> bool:
    """Whether an English number of four digits stands where a year does: since 2031, in May 2031."""
    before = _LAST_WORD.search(text, 0, number.start)
    if lang != "en" or before is None or text[number.start : number.end].isdigit() is False:
        return False
    word = before.group(1).casefold()
    following = _WORD.match(text, number.end + 1)
    free = following is None or following.group() in _AFTER_YEAR or following.group()[0].isupper()
    return (word in _BEFORE_YEAR and free) or bool(_month(before.group(1), lang))


def _scale_after(text: str, end: int, lang: str, is_money: bool) -> tuple[float, int]:
    total = 1.0
    while match := _next_word(text, end):
        word = _dictionary(match.group(), lang)
        scale = values(f"scales_{lang}").get(word) or values("scales_en").get(word)
        # "5 m" is metres unless it is money.
        if not scale or (word in {"m", "b", "k"} and not is_money and match.start() > end):
            break
        total, end = total * scale, match.end()
    return total, end


def _unit_after(text: str, end: int, lang: str) -> tuple[str, int]:
    """The unit in the next word or two, such as the second of "US dollars"; its end."""
    match = _next_word(text, end)
    if match is None:
        return "", end
    unit = _unit(match.group())
    following = _next_word(text, match.end())
    if following is not None:
        second = _unit(following.group())
        if _dictionary(match.group(), lang) in _SQUARED and second:
            return f"square {second}", following.end()
        if (unit, second) == ("percent", "point") or _is_percentage_point(match.group(), second):
            return "percentage point", following.end()
        if match.group().casefold() in {"per", "us", "u.s"} and following.group().casefold() in {
            "cent",
            "dollars",
        }:
            return ("percent" if following.group().casefold() == "cent" else "USD"), following.end()
    return unit, (match.end() if unit else end)


def _is_percentage_point(word: str, second: str) -> bool:
    return word.casefold() in {"percentage", "процентных", "процентного", "процентный"} and second == "point"


def _unit(word: str) -> str:
    known = units()
    folded = word.casefold().replace("ё", "е")
    return known.get(folded) or known.get(_dictionary(word, alphabet_language(folded)), "")


def _next_word(text: str, end: int) -> re.Match[str] | None:
    """The word after a place, with nothing but a space or a hyphen between."""
    match = _WORD.search(text, end)
    return match if match and text[end : match.start()].strip(" \u00a0\u202f-\u2011.") == "" else None


def _dictionary(word: str, lang: str) -> str:
    """A Russian word's dictionary form, an English one without its plural."""
    folded = word.casefold().replace("ё", "е")
    if lang == "ru" and "а" <= folded[0] <= "я":
        return _russian_base(folded)
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded


@cache
def _russian_base(folded: str) -> str:
    """Of all a form can be, what counts or measures: стали is no number, but сорока is forty."""
    forms = [str(reading.normal_form).replace("ё", "е") for reading in readings(folded)]
    counting = {
        *values("units_ru"),
        *values("scales_ru"),
        *values("ordinals_ru"),
        *units(),
        *places("months_ru"),
    }
    return next((form for form in forms[:3] if form in counting), forms[0])


def _dated(text: str, number: Quantity, lang: str) -> Quantity:
    """A day of a month, where a month stands beside the number: 5 May, May 5, 5 мая."""
    if not 1 <= number.value <= 31 or number.value != int(number.value):
        return number
    after = _next_word(text, number.end)
    if after and (month := _month(after.group(), lang)):
        return replace(number, unit=f"{MONTH} {month}", end=after.end())
    before = re.search(r"([^\W\d_]+)\.?\s$", text[: number.start])
    if lang == "en" and before and (month := _month(before.group(1), lang)):
        return replace(number, unit=f"{MONTH} {month}", start=before.start())
    return number


def _month(word: str, lang: str) -> int:
    if lang == "ru":
        return places("months_ru").get(_dictionary(word, "ru"), 0)
    folded = word.casefold()
    if not word[0].isupper():
        return 0
    return next((n for name, n in places("months_en").items() if name == folded or _short(name, folded)), 0)


def _short(month: str, folded: str) -> bool:
    return folded == "sept" if month == "september" else len(folded) == 3 and month.startswith(folded)


@lru_cache(maxsize=65_536)
def _may_count(word: str, lang: str) -> bool:
    """Whether a word may be a number, or part of one, a weekday or a month: most sentences have none."""
    form = _dictionary(word, "ru") if lang == "ru" else word.casefold()
    lists = (f"times_{lang}", f"units_{lang}", f"ordinals_{lang}", f"scales_{lang}")
    counts = any(form in values(name) for name in lists)
    return counts or form in places(f"weekdays_{lang}") or bool(_month(word, lang))


def _dates(text: str, lang: str) -> Iterator[Quantity]:
    """Weekdays and months that stand alone."""
    for match in _LETTERS.finditer(text):
        word = match.group()
        weekday = places(f"weekdays_{lang}").get(_dictionary(word, lang) if lang == "ru" else word.casefold())
        if weekday and (lang == "ru" or word[0].isupper()):
            yield Quantity(weekday, WEEKDAY, *match.span())
        elif (month := _month(word, lang)) and (len(word) > 3 or _is_may(text, match)):
            yield Quantity(month, MONTH, *match.span())


def _is_may(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip().rpartition(" ")[2].casefold()
    is_dated = _YEAR.match(text, match.end()) is not None
    return (
        match.group() != "May"
        or is_dated
        or before
        in {
            "in",
            "from",
            "of",
            "last",
            "next",
            "this",
            "since",
            "until",
            "by",
            "late",
            "early",
            "mid",
        }
    )


def _in_words(text: str, lang: str) -> Iterator[Quantity]:
    """Numbers spelled out, neighbours of one number taken together: twenty-five, две тысячи."""
    run: list[tuple[str, int, int]] = []
    for match in _LETTERS.finditer(text):
        word = _dictionary(match.group(), "ru") if lang == "ru" else match.group().casefold()
        if run and not _continues(text[run[-1][2] : match.start()], word, lang):
            yield from _spelled(text, run, lang)
            run = []
        if _is_number_word(word, lang, bool(run)):
            run.append((word, *match.span()))
    yield from _spelled(text, run, lang)


def _continues(between: str, word: str, lang: str) -> bool:
    return between in {" ", "-", "\u00a0", " and "} and _is_number_word(word, lang, inside=True)


def _is_number_word(word: str, lang: str, inside: bool) -> bool:
    if word in values(f"times_{lang}"):
        return not inside
    if word in values(f"units_{lang}") or (word in values(f"ordinals_{lang}") and not inside):
        return True
    return len(word) > 2 and word in values(f"scales_{lang}") and (inside or not word.endswith("s"))


def _spelled(text: str, run: Sequence[tuple[str, int, int]], lang: str) -> Iterator[Quantity]:
    if not run:
        return
    words, start, end = [word for word, _, _ in run], run[0][1], run[-1][2]
    if words[0] in values(f"times_{lang}"):
        yield Quantity(values(f"times_{lang}")[words[0]], "times", start, end)
        return
    ordinal = values(f"ordinals_{lang}").get(words[0])
    if ordinal:
        if len(words) == 1 and not _PER.search(text, 0, start):
            yield _dated(text, Quantity(ordinal, ORDINAL, start, end), lang)
        return
    if words in (["one"], ["один"]) and (_is_pronoun(text, end) or _NOT_ONE.search(text, 0, start)):
        return
    yield _measured(text, Quantity(_worth(words, lang), "", start, end), lang, is_money=False)


def _is_pronoun(text: str, end: int) -> bool:
    """One of, one another, один из."""
    following = _next_word(text, end)
    return following is not None and following.group() in {"of", "another", "из", "день"}


def _worth(words: Sequence[str], lang: str) -> float:
    """The value of number words in order: units add up, scales multiply what stands before them."""
    total, current = 0.0, 0.0
    for word in words:
        scale = values(f"scales_{lang}").get(word)
        if scale is None:
            current += values(f"units_{lang}").get(word, 0.0)
        elif scale < 1000:
            current = (current or 1.0) * scale
        else:
            total, current = total + (current or 1.0) * scale, 0.0
    return total + current


def _is_free(item: Quantity, taken: Sequence[Quantity]) -> bool:
    return all(item.end <= other.start or item.start >= other.end for other in taken)


def _spread_units(text: str, ordered: Sequence[Quantity]) -> Iterator[Quantity]:
    """The unit of a range's end is that of its beginning too: from 5 to 7 percent.

    A number that nothing follows goes on with the percent or the time before it: the union wanted 9 percent,
    the firm 4; a promise of one year; the union had sought five.
    """
    before, last = "", ""
    for item, following in zip_longest(ordered, ordered[1:]):
        is_range = following and _RANGE.fullmatch(text[item.end : following.start])
        unit = item.unit
        if is_range and following.unit != WEEKDAY:
            unit = unit or following.unit
        elif not unit and before and _ENDS.match(text, item.end):
            unit = before
        elif not unit and last and _AGAINST.search(text, 0, item.start) and _ENDS.match(text, item.end):
            unit = last
        last = unit if replace(item, unit=unit).is_measured else last
        # "Rose by 31 percent to 9,400": the amount it comes to is no percentage.
        is_change = bool(_BY.search(text, 0, item.start))
        before = "" if is_change and is_range else unit if unit in _GOES_ON else before
        yield replace(item, unit=unit)


def _with_bound(text: str, item: Quantity) -> Quantity:
    if not item.is_amount:
        return item
    before = text[max(0, item.start - _BOUND_REACH) : item.start]
    if _MINUS.search(before):
        return replace(item, value=-item.value)
    if item.unit in _SPANS and _DURING.search(before):
        return item
    bound = next((bound for bound, pattern in _BOUNDS.items() if pattern.search(before)), Bound.NONE)
    return replace(item, bound=bound)
