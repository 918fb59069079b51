"""What to ask back, or to offer, where a question cannot be answered as it was put."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tidings.asking import LANGUAGES
from tidings.bot.talking.keyboards import (
    Board,
    Key,
    ask_key,
    in_rows,
    label,
    mode_keys,
    query_board,
    retry_board,
    window_keys,
)
from tidings.bot.talking.options import Kind, Trouble, Wish
from tidings.errors import ErrorCode, TidingsError
from tidings.messages import Lang, say
from tidings.pages.blocks import Page, Paragraph, text
from tidings.windows import SPANS

# Offered where a window held nothing: each some times longer than the one before.
_WIDER = ("3d", "1w", "1m", "1y")
# Offered beside the window that was likely meant.
_USUAL = ("24h", "3d", "1w", "1m")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to say, and the buttons to go on with."""

    page: Page
    board: Board


def clarification(wish: Wish, lang: Lang) -> Offer | None:
    """What to ask back of a question that cannot be answered as it is; None where it can."""
    if wish.trouble is not None:
        return _TROUBLES[wish.trouble.kind](wish, wish.trouble, lang)
    if wish.mode is None:
        said = say("bot.ask.query", lang, query=wish.query) if wish.query else say("bot.ask.mode", lang)
        return Offer(_page(said), query_board(wish, lang))
    if wish.mode == "trends" and wish.query:
        return _trends_of_a_subject(wish, wish.query, lang)
    return None


def _trends_of_a_subject(wish: Wish, query: str, lang: Lang) -> Offer:
    trends = ask_key(say("bot.button.today", lang), replace(wish, query=None))
    board = [*query_board(replace(wish, mode=None), lang), [trends]]
    return Offer(_page(say("bot.ask.trends_query", lang, query=query)), board)


def _no_window(wish: Wish, trouble: Trouble, lang: Lang) -> Offer:
    said = say("bot.ask.unknown_window", lang, value=trouble.value, windows=", ".join(SPANS))
    meant = [trouble.meant] if trouble.meant else []
    offered = list(dict.fromkeys([*meant, *_USUAL]))[:4]
    meaning = say(f"bot.window.{trouble.meant}", lang) if trouble.meant else None
    keys = window_keys(replace(wish, trouble=None), lang, offered)
    return Offer(_page(said, *_meant(meaning, lang)), in_rows(keys, 2))


def _no_mode(wish: Wish, trouble: Trouble, lang: Lang) -> Offer:
    said = say("bot.ask.unknown_mode", lang, value=trouble.value)
    return Offer(_page(said, *_meant(trouble.meant, lang)), in_rows(mode_keys(wish, lang, trouble.meant), 2))


def _no_language(wish: Wish, trouble: Trouble, lang: Lang) -> Offer:
    said = say("bot.ask.unknown_lang", lang, value=trouble.value)
    plain = replace(wish, trouble=None)
    keys = [ask_key(say(f"bot.articles.{name}", lang), replace(plain, lang=name)) for name in LANGUAGES]
    return Offer(_page(said), [[*keys, ask_key(say("bot.articles.all", lang), replace(plain, lang=None))]])


def _no_option(wish: Wish, trouble: Trouble, lang: Lang) -> Offer:
    """An option's name misspelt: the question has it as it was meant, and is asked so when confirmed."""
    said = say("bot.ask.unknown_option", lang, value=trouble.value)
    plain = replace(wish, trouble=None)
    meant = [ask_key(label(trouble.meant or ""), plain)] if wish.mode else mode_keys(plain, lang)
    return Offer(_page(said, *_meant(trouble.meant, lang)), in_rows(meant, 2))


_TROUBLES: Mapping[Kind, Callable[[Wish, Trouble, Lang], Offer]] = {
    "window": _no_window,
    "mode": _no_mode,
    "lang": _no_language,
    "option": _no_option,
}


def no_outlet(wish: Wish, name: str, near: Sequence[str], lang: Lang) -> Offer:
    """Where a source was named that there is none of: those that may have been meant."""
    said = say("bot.ask.unknown_source", lang, value=name)
    keys = [ask_key(label(outlet), replace(wish, sources=(outlet,))) for outlet in near]
    everywhere = ask_key(say("bot.all_sources", lang), replace(wish, sources=()))
    more = [say("bot.ask.near_sources", lang)] if near else []
    return Offer(_page(said, *more), [*in_rows(keys, 2), [everywhere]])


def after_error(wish: Wish, error: TidingsError, lang: Lang) -> Board:
    """What to go on with after an error: longer windows where one held nothing, else once more."""
    rows: list[Sequence[Key]] = []
    if error.code is ErrorCode.NO_DATA and wish.window in SPANS:
        longer = [name for name in _WIDER if SPANS[name] > SPANS[wish.window]]
        rows.append(window_keys(wish, lang, longer[:3]))
    elif error.retryable:
        rows.extend(retry_board("ask", wish.payload(), lang))
    return rows


def _meant(meaning: str | None, lang: Lang) -> list[str]:
    return [say("bot.ask.meant", lang, meant=meaning)] if meaning else []


def _page(*said: str) -> Page:
    return Page(tuple(Paragraph(text(line)) for line in said))
