"""Statements: whether each figure of a computed sentence has its own value, noun and subject."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.policy.claims import Backing, Label, Ledger, Statement
from tidings.policy.numbers import Written, decimals, readings, written_numbers
from tidings.policy.reasons import Reason
from tidings.policy.wording import is_in
from tidings.text.cutting import ELLIPSIS

# How the word begins that may stand beside a figure of that name, in either language; others have none.
_NOUNS = {
    "articles": ("article", "стат"),
    "sources": ("source", "источник"),
    "expected": ("article", "стат"),
    "ratio": ("time", "раз"),
}


def check_statement(statement: Statement, ledger: Ledger) -> Reason | None:
    """Why a sentence's numbers are not those that were computed, each in its place; None when they are."""
    numbers = written_numbers(statement.text)
    for line in statement.backing:
        reason = _check_value(line, ledger) or _check_place(line, statement, numbers)
        if reason is not None:
            return reason
    if not all(_is_name_of(label, statement) for label in statement.labels):
        return Reason.LABEL_UNPROVED
    accounted: list[Backing | Label] = [*statement.backing, *statement.labels]
    if not all(any(_holds(place, number) for place in accounted) for number in numbers):
        return Reason.NUMBER_UNBACKED
    return None


def check_headline(statement: Statement, ledger: Ledger, lang: str, limit: int) -> Reason | None:
    """Why a header or a summary may not be shown; what it names may be in another language."""
    if len(statement.text) > limit:
        return Reason.TOO_LONG
    if not is_in(_without_names(statement), lang):
        return Reason.WRONG_LANGUAGE
    return check_statement(statement, ledger)


def _check_value(line: Backing, ledger: Ledger) -> Reason | None:
    computed = ledger.get((line.subject, line.name))
    if computed is None:
        return Reason.FIGURE_UNKNOWN
    # Half a unit of the last place shown, and a grain for the binary fraction.
    slack = 0.5 * 10 ** -decimals(line.value) + 1e-9
    return None if abs(computed - line.value) <= slack else Reason.FIGURE_WRONG


def _check_place(line: Backing, statement: Statement, numbers: Iterable[Written]) -> Reason | None:
    """Whether what stands in the figure's place is that figure, of that thing, said of its subject."""
    there = [number for number in numbers if number.start < line.end and line.start < number.end]
    if len(there) != 1 or not _holds(line, there[0]):
        return Reason.FIGURE_MISPLACED
    (number,) = there
    noun = statement.text[line.start : number.start] + statement.text[number.end : line.end]
    if line.value not in readings(number.text) or not _is_noun_of(line.name, noun.strip()):
        return Reason.FIGURE_MISPLACED
    if line.subject and _spoken_of(line, statement) != line.subject:
        return Reason.FIGURE_MISPLACED
    return None


def _holds(place: Backing | Label, number: Written) -> bool:
    return place.start <= number.start and number.end <= place.end


def _is_noun_of(name: str, noun: str) -> bool:
    return not noun or noun.startswith(_NOUNS.get(name, ()))


def _spoken_of(line: Backing, statement: Statement) -> str | None:
    """The subject of the last name before the figure."""
    before = [label for label in statement.labels if label.end <= line.start]
    return max(before, key=lambda label: label.end).subject if before else None


def _is_name_of(label: Label, statement: Statement) -> bool:
    """Whether a name is its subject's, whole or cut after a word."""
    shown = statement.text[label.start : label.end].removesuffix(ELLIPSIS)
    return label.subject is None or label.subject.startswith(shown)


def _without_names(statement: Statement) -> str:
    kept, end = [], 0
    for label in sorted(statement.labels, key=lambda label: label.start):
        kept.append(statement.text[end : label.start])
        end = label.end
    return " ".join([*kept, statement.text[end:]])
