"""Which buttons stand under what: decided here, kept and signed when they are sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tidings.asking import MODES
from tidings.bot.talking.options import Wish
from tidings.messages import Lang, say

# The windows that an answer's switcher offers.
WINDOWS = ("24h", "3d", "1w")
# Telegram shows what fits; longer labels are cut in the middle of a word on a phone.
LABEL_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Key:
    """A button: what stands on it, and what it does."""

    label: str
    action: str
    payload: Mapping[str, Any] = field(default_factory=dict)


Board = Sequence[Sequence[Key]]


def wire(board: Board, tokens: Iterator[str]) -> dict[str, Any] | None:
    """The board as Telegram takes it, each key with the next of these tokens; None for an empty one."""
    rows = [[{"text": key.label, "callback_data": next(tokens)} for key in row] for row in board if row]
    return {"inline_keyboard": rows} if rows else None


def label(text: str) -> str:
    """A text that came from outside as a label: one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LABEL_LIMIT:
        return line
    return line[: LABEL_LIMIT - 1].rpartition(" ")[0].rstrip(" ,.:;—–-") + "…"


def distinct_labels(texts: Sequence[str], notes: Sequence[str]) -> list[str]:
    """Labels of these texts; those that would be the same have their notes, or else numbers, behind them."""
    labels = [label(text) for text in texts]
    for more in (notes, [str(number) for number in range(1, len(texts) + 1)]):
        labels = [
            f"{name} ({more[place]})" if labels.count(name) > 1 else name for place, name in enumerate(labels)
        ]
    return labels


def in_rows(keys: Sequence[Key], width: int) -> Board:
    """The keys, so many in a row."""
    return [keys[start : start + width] for start in range(0, len(keys), width)]


def ask_key(text: str, wish: Wish) -> Key:
    """A key that asks a question."""
    return Key(text, "ask", wish.payload())


def answer_board(wish: Wish, about: Mapping[str, Any], lang: Lang, *, kept: bool) -> Board:
    """Under an answer; what looks into the answer is offered only where answers are kept."""

    def key(name: str) -> Key:
        return Key(say(f"bot.button.{name}", lang), name, about)

    follow = Key(say("bot.button.follow", lang), "follow", {**about, "wish": wish.payload()})
    rate = [key("helpful"), key("not_helpful")]
    if not kept:
        return [window_keys(wish, lang), [follow] if wish.query else []]
    return [
        [key("explain"), key("sources")],
        [key("similar"), follow],
        window_keys(wish, lang),
        [*rate, key("wrong")],
    ]


def window_keys(wish: Wish, lang: Lang, offered: Sequence[str] = WINDOWS) -> list[Key]:
    """The same question over other windows; the one it was asked over is marked, and asks it anew."""
    return [
        ask_key(_marked(say(f"bot.window.{name}", lang), name == wish.window), replace(wish, window=name))
        for name in offered
    ]


def _marked(text: str, here: bool) -> str:
    return f"· {text} ·" if here else text


def mode_keys(wish: Wish, lang: Lang, first: str | None = None) -> list[Key]:
    """What can be computed of a question, the likely one first."""
    modes = sorted(MODES, key=lambda mode: mode != first)
    return [ask_key(say(f"bot.mode.{mode}", lang), replace(wish, mode=mode, trouble=None)) for mode in modes]


def query_board(wish: Wish, lang: Lang) -> Board:
    """What can be done with a subject that somebody named."""
    follow = Key(say("bot.button.follow", lang), "follow", {"wish": wish.payload()})
    return in_rows([*mode_keys(wish, lang), *([follow] if wish.query else [])], 2)


def retry_board(action: str, payload: Mapping[str, Any], lang: Lang) -> Board:
    """Under an error that may not happen again."""
    return [[Key(say("bot.button.retry", lang), action, payload)]]


def pages_row(action: str, payload: Mapping[str, Any], place: int, pages: int) -> list[Key]:
    """To the pages beside this one; none where it stands alone."""
    if pages < 2:
        return []

    def turn(mark: str, to: int) -> Key:
        return Key(mark, action, {**payload, "page": to})

    before = [turn("‹", place - 1)] if place > 0 else []
    after = [turn("›", place + 1)] if place + 1 < pages else []
    return [*before, turn(f"{place + 1} / {pages}", place), *after]
