"""Faults: which piece of a sentence is not borne out, and what the article has in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.parties import Deed
from tidings.policy.reading.proper_names import Name
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.reasons import Reason
from tidings.policy.written.offices import Held
from tidings.policy.written.portfolios import Portfolio

# What a check may find fault with in a claim.
Piece = Word | Name | Held | Portfolio | Deed | Quantity


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence is not borne out.

    `said` is the piece of it at fault, as it is written there; `found` what the article says in its place,
    as it is written in the article. Each is empty where it cannot be told.
    """

    reason: Reason
    said: str = ""
    found: str = ""


def fault(reason: Reason, part: Sentence, piece: Piece | Iterable[Word] | None, found: str = "") -> Fault:
    """A fault with the words of a claim that a check found."""
    return Fault(reason, "" if piece is None else words_of(part, piece), found)


def words_of(part: Sentence, piece: Piece | Iterable[Word]) -> str:
    """A piece as the sentence has it, from its first word to its last; of a rendered one, as it was said."""
    said = part.said or part
    if isinstance(piece, Quantity):
        return said.text[piece.start : piece.end].strip()
    places = sorted(_places(piece))
    if not places:
        return ""
    return said.text[said.words[places[0]].token.start : said.words[places[-1]].token.end]


def _places(piece: Word | Name | Held | Portfolio | Deed | Iterable[Word]) -> list[int]:
    if isinstance(piece, Word | Held | Portfolio):
        return [piece.place]
    if isinstance(piece, Deed):
        return [piece.verb.place]
    if isinstance(piece, Name):
        return [word.place for word in piece.words]
    return [word.place for word in piece]
