"""Splitting: marked text packed into messages that Telegram takes, cut where it hurts least."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

# Documented for sendMessage and for captions: characters after the entities are parsed, which Telegram counts
# in UTF-16 units.
MESSAGE_UNITS, CAPTION_UNITS = 4096, 1024
# Documented for messages: of more entities the later ones are dropped without a word.
MOST_ENTITIES = 100
# The public Bot API server refuses a longer source ("text is too long"), whatever remains of it once parsed.
MOST_BYTES = 32_768
# A space in the last part of the room is a good place to cut; before that, too little would be shown.
_LATE_ENOUGH = 0.5
# A message this full may end before a section that would not fit it whole.
_WELL_FILLED = 0.5
# What follows a place says whether a grapheme ends there; none but a broken one goes on for so long.
_SEEN_BEYOND = 64

# At the beginning of a message these would make a command or a call of what was the middle of a word.
_NOT_FIRST = "/@"

_GRAPHEME = regex.compile(r"\X")
_BLANK = regex.compile(r"\s+")
# What a reader cannot see; Telegram refuses a message of nothing else as empty.
_UNSEEN = regex.compile(r"[\s\p{C}\p{Z}\u2800\u115f\u1160\u3164\uffa0\ufffc]*")


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of Telegram's HTML, such as `a` with its address."""

    name: str
    attribute: str = ""
    value: str | None = None

    def opened(self) -> str:
        """The element's beginning, its value escaped."""
        if not self.attribute:
            return f"<{self.name}>"
        given = "" if self.value is None else f'="{html.escape(self.value)}"'
        return f"<{self.name} {self.attribute}{given}>"


@dataclass(frozen=True, slots=True)
class Run:
    """Text inside the same elements, the outermost first."""

    text: str
    tags: tuple[Tag, ...] = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What belongs together: `before` parts it from what precedes it, and it may not end a message."""

    runs: Runs
    before: Run
    leads: bool = False


def units(text: str) -> int:
    """How long Telegram finds the text: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def marked_up(runs: Runs) -> str:
    """The runs in Telegram's HTML; elements that neighbours share are opened once."""
    parts: list[str] = []
    opened: tuple[Tag, ...] = ()
    for run in runs:
        if not run.text:
            continue
        shared = _shared(opened, run.tags)
        parts += [f"</{tag.name}>" for tag in reversed(opened[shared:])]
        parts += [tag.opened() for tag in run.tags[shared:]]
        parts.append(html.escape(run.text, quote=False))
        opened = run.tags
    parts += [f"</{tag.name}>" for tag in reversed(opened)]
    return "".join(parts)


def split(passages: Sequence[Passage], limit: int = MESSAGE_UNITS) -> list[Runs]:
    """The passages in as few messages as their order allows, none empty, none beyond what Telegram takes."""
    fits = _within(limit)
    messages: list[Runs] = []
    current: Runs = ()
    for section in _sections(passages):
        if _is_better_begun_anew(current, section, limit, fits):
            messages.append(current)
            current = ()
        for group in _groups(section):
            joined = (*current, *_joined(group, first=not current))
            if fits(joined):
                current = joined
                continue
            messages.append(current)
            *full, current = _cut(_joined(group, first=True), limit, fits)
            messages += full
    return [message for runs in (*messages, current) if (message := _trimmed(runs))]


def _is_better_begun_anew(
    current: Runs, section: Sequence[Passage], limit: int, fits: Callable[[Runs], bool]
) -> bool:
    """Whether a section would be torn here and stay whole in the next message, this one being well filled."""
    if fits((*current, *_joined(section, first=not current))):
        return False
    is_filled = sum(units(run.text) for run in current) > limit * _WELL_FILLED
    return is_filled and fits(_joined(section, first=True))


def _within(limit: int) -> Callable[[Runs], bool]:
    def fits(runs: Runs) -> bool:
        if sum(units(run.text) for run in runs) > limit:
            return False
        source = marked_up(runs)
        return source.count("</") <= MOST_ENTITIES and len(source.encode()) <= MOST_BYTES

    return fits


def _sections(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """What follows each heading together with it."""
    section: list[Passage] = []
    for place, passage in enumerate(passages):
        if passage.leads and place and not passages[place - 1].leads:
            yield section
            section = []
        section.append(passage)
    if section:
        yield section


def _groups(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Passages that lead together with what they lead to."""
    group: list[Passage] = []
    for passage in passages:
        group.append(passage)
        if not passage.leads:
            yield group
            group = []
    if group:
        yield group


def _joined(group: Sequence[Passage], *, first: bool) -> Runs:
    runs: list[Run] = []
    for place, passage in enumerate(group):
        runs += passage.runs if first and place == 0 else (passage.before, *passage.runs)
    return tuple(runs)


def _cut(runs: Runs, limit: int, fits: Callable[[Runs], bool]) -> list[Runs]:
    """The runs in parts that fit, the last one with room to spare."""
    parts: list[Runs] = []
    while not fits(runs):
        place = _place("".join(run.text for run in runs), _longest(_slice(runs, 0, limit + 1), fits))
        parts.append(_slice(runs, 0, place))
        runs = _slice(runs, place)
    return [*parts, runs]


def _longest(runs: Runs, fits: Callable[[Runs], bool]) -> int:
    """How many characters fit, at least one."""
    low, high = 1, sum(len(run.text) for run in runs)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(_slice(runs, 0, middle)) else (low, middle - 1)
    return low


def _place(text: str, most: int) -> int:
    """Where to cut so that at most so many characters come before: after a word, else after a grapheme."""
    blanks = [found.end() for found in _BLANK.finditer(text, 0, most)]
    if blanks and blanks[-1] > most * _LATE_ENOUGH:
        return int(blanks[-1])
    # From the start, as a row of flags can only be told apart from there.
    ends = [found.end() for found in _GRAPHEME.finditer(text, 0, most + _SEEN_BEYOND) if found.end() <= most]
    return next((int(end) for end in reversed(ends) if text[end] not in _NOT_FIRST), most)


def _slice(runs: Runs, start: int, stop: int | None = None) -> Runs:
    sliced, place = [], 0
    for run in runs:
        end = place + len(run.text)
        text = run.text[max(start - place, 0) : None if stop is None else max(stop - place, 0)]
        if text:
            sliced.append(replace(run, text=text))
        place = end
    return tuple(sliced)


def _trimmed(runs: Runs) -> Runs:
    """The runs as Telegram keeps them: no blanks at either end; nothing where there is nothing to see."""
    text = "".join(run.text for run in runs)
    if _UNSEEN.fullmatch(text):
        return ()
    return _slice(runs, len(text) - len(text.lstrip()), len(text.rstrip()))


def _shared(one: Sequence[Tag], other: Sequence[Tag]) -> int:
    """How many of their first elements are the same."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
