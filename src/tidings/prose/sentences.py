"""Sentences of figures: a phrase filled with what was counted, keeping where each figure and name stands."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.messages.phrase import Lang, pieces
from tidings.policy.claims import Backing, Label, Statement
from tidings.prose.phrasebook import PHRASES, decimal, signed


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure to be shown: a line of the ledger, and its value as it is shown."""

    subject: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Named:
    """A name to be shown, perhaps cut, and what the ledger calls it; None is the question's own words."""

    text: str
    subject: str | None


def state(key: str, lang: Lang, /, **gaps: Counted | Named | str) -> Statement:
    """The sentence of that key; a figure is written from its value alone, whatever gap it fills."""
    text, labels, backing = "", list[Label](), list[Backing]()
    shown = {name: _shown(gap, lang) for name, gap in gaps.items()}
    for piece, name in pieces(PHRASES[key], lang, shown):
        start, text = len(text), text + piece
        match gaps[name] if name else None:
            case Counted(subject, figure, value):
                backing.append(Backing(subject, figure, value, start, len(text)))
            case Named(_, of):
                labels.append(Label(of, start, len(text)))
    return Statement(text, tuple(labels), tuple(backing))


def _shown(gap: Counted | Named | str, lang: Lang) -> str | int:
    """What fills a gap: a count bends the noun beside it, a tone has its sign."""
    match gap:
        case Counted(_, "tone", value):
            return signed(value, lang)
        case Counted(_, _, int(value)):
            return value
        case Counted(_, _, value):
            return decimal(value, 1, lang)
        case Named(text, _):
            return text
    return gap
