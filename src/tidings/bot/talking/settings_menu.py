"""The settings of a reader as a menu: one message that is changed in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tidings.bot.talking.keyboards import Board, Key, in_rows, label, pages_row
from tidings.bot.talking.talk import Talk, language_of
from tidings.bot.talking.zones import OFFERED, zone_button, zone_label
from tidings.messages import LANGUAGES, Lang, say
from tidings.pages.blocks import Heading, Page, Paragraph, Point, text
from tidings.store import outlets, readers
from tidings.store.readers import ReaderRow

_DIGEST_HOURS = (7, 8, 9, 10, 12, 18, 20, 21)
_QUIET_HOURS = ((22, 7), (22, 8), (23, 7), (23, 8), (0, 8), (1, 9))
# So many outlets fill a phone's screen and leave the question above them in sight.
_OUTLETS_A_PAGE = 8
_SECTIONS = ("lang", "zone", "digest", "quiet", "sources", "blocked")
_FROM_OUTLETS = frozenset({"sources", "blocked"})


async def show_settings(talk: Talk) -> None:
    """The settings as they are, with a button for each."""
    await talk.show(*await _menu(talk, "main", 0))


async def open_section(talk: Talk, payload: Mapping[str, Any]) -> None:
    """One setting with its choices, in the menu's place."""
    await talk.change(*await _menu(talk, str(payload["section"]), int(payload.get("page", 0))))


async def close(talk: Talk, _: Mapping[str, Any]) -> None:
    """The settings without their buttons."""
    await talk.change(main_page(talk.row, talk.now()))


async def _menu(talk: Talk, section: str, page: int) -> tuple[Page, Board]:
    if section == "main":
        return main_page(talk.row, talk.now()), main_board(talk.lang)
    if section in _FROM_OUTLETS:
        names = await talk.service.db.read(outlets.names)
        return outlets_page(section, names, talk.lang), outlets_board(section, names, talk.row, page)
    return _question(section, talk.lang), _BOARDS[section](talk.row, talk.now())


async def choose(talk: Talk, payload: Mapping[str, Any]) -> str:
    """Keep a choice, and show the menu as it is then."""
    section, value = str(payload["section"]), payload["value"]
    talk = await keep(talk, section, value)
    back = section if section in _FROM_OUTLETS else "main"
    await talk.change(*await _menu(talk, back, int(payload.get("page", 0))))
    return talk.say("bot.settings.saved")


async def keep(talk: Talk, section: str, value: Any) -> Talk:
    """The talk with a reader who has made this choice."""
    reader = talk.row.id
    async with talk.service.db.transaction() as conn:
        match section:
            case "lang":
                await readers.speak(conn, reader, value)
                return talk.as_(replace(talk.row, lang=value))
            case "zone":
                await readers.live_in(conn, reader, value)
                return talk.as_(replace(talk.row, zone=value))
            case "digest":
                await readers.digest_at(conn, reader, value)
                return talk.as_(replace(talk.row, digest_hour=value))
            case "quiet":
                await readers.quiet_between(conn, reader, tuple(value) if value else None)
                start, end = value or (None, None)
                return talk.as_(replace(talk.row, quiet_from=start, quiet_to=end))
            case "sources":
                names = toggled(talk.row.sources, value)
                await readers.choose_sources(conn, reader, names)
                return talk.as_(replace(talk.row, sources=names))
            case _:
                names = toggled(talk.row.blocked_sources, value)
                await readers.block_sources(conn, reader, names)
                return talk.as_(replace(talk.row, blocked_sources=names))


def toggled(names: Sequence[str], name: str | None) -> list[str]:
    """The names with this one put in or taken out; none of them without a name."""
    if name is None:
        return []
    return [item for item in names if item != name] if name in names else [*names, name]


def main_page(row: ReaderRow, moment: datetime) -> Page:
    """The settings as they are."""
    lang = language_of(row)
    lines = [say(f"bot.settings.{name}", lang, value=_value(name, row, moment)) for name in _SECTIONS]
    points = [Point("•", text(line)) for line in lines]
    return Page((Heading(say("bot.settings.title", lang)), *points))


def _value(section: str, row: ReaderRow, moment: datetime) -> str:
    """A setting in words."""
    lang = language_of(row)
    match section:
        case "lang":
            return say("bot.settings.language_name", lang)
        case "zone":
            return zone_label(row.zone, lang, moment) if row.zone else say("bot.settings.not_chosen", lang)
        case "digest":
            hour = row.digest_hour
            return (
                say("bot.settings.off", lang)
                if hour is None
                else say("bot.settings.at", lang, hour=clock(hour))
            )
        case "quiet":
            return quiet_label(row, lang)
        case "sources":
            chosen = len(row.sources)
            return say("bot.settings.only", lang, chosen=chosen) if chosen else say("bot.settings.all", lang)
        case _:
            return ", ".join(row.blocked_sources) or say("bot.settings.none", lang)


def quiet_label(row: ReaderRow, lang: Lang) -> str:
    """The quiet hours in words."""
    if row.quiet_from is None or row.quiet_to is None:
        return say("bot.settings.never", lang)
    return say("bot.settings.between", lang, start=clock(row.quiet_from), end=clock(row.quiet_to))


def clock(hour: int) -> str:
    """An hour as a clock shows it."""
    return f"{hour}:00"


def main_board(lang: Lang) -> Board:
    """A button for each setting, and one to put the menu away."""
    keys = [
        Key(say(f"bot.settings.button.{name}", lang), "settings", {"section": name}) for name in _SECTIONS
    ]
    return [*in_rows(keys, 2), [Key(say("bot.button.done", lang), "close")]]


def _question(section: str, lang: Lang) -> Page:
    return Page((Paragraph(text(say(f"bot.settings.ask.{section}", lang))),))


def language_keys(chosen: str | None = None, *, action: str = "choose") -> list[Key]:
    """A key for each language, named in itself."""
    return [
        Key(
            _marked(say("bot.settings.language_name", lang), lang == chosen),
            action,
            {"section": "lang", "value": lang},
        )
        for lang in LANGUAGES
    ]


def zone_keys(lang: Lang, moment: datetime, chosen: str | None = None, *, action: str = "choose") -> Board:
    """A key for each zone that is offered, and one for any other."""
    keys = [
        Key(
            _marked(zone_button(zone, lang, moment), zone == chosen),
            action,
            {"section": "zone", "value": zone},
        )
        for zone in OFFERED[lang]
    ]
    other = Key(say("bot.button.other_zone", lang), "other_zone", {"first": action != "choose"})
    return [*in_rows(keys, 2), [other]]


def _lang_board(row: ReaderRow, _: datetime) -> Board:
    lang = language_of(row)
    return [language_keys(lang), [_back(lang)]]


def _zone_board(row: ReaderRow, moment: datetime) -> Board:
    lang = language_of(row)
    return [*zone_keys(lang, moment, row.zone), [_back(lang)]]


def _digest_board(row: ReaderRow, _: datetime) -> Board:
    lang = language_of(row)
    keys = [_choice("digest", clock(hour), hour, row.digest_hour) for hour in _DIGEST_HOURS]
    none = _choice("digest", say("bot.settings.no_digest", lang), None, row.digest_hour)
    return [*in_rows(keys, 4), [none], [_back(lang)]]


def _quiet_board(row: ReaderRow, _: datetime) -> Board:
    lang = language_of(row)
    chosen = None if row.quiet_from is None else [row.quiet_from, row.quiet_to]
    keys = [
        _choice("quiet", f"{clock(start)} – {clock(end)}", [start, end], chosen)
        for start, end in _QUIET_HOURS
    ]
    none = _choice("quiet", say("bot.settings.no_quiet", lang), None, chosen)
    return [*in_rows(keys, 2), [none], [_back(lang)]]


_BOARDS: Mapping[str, Callable[[ReaderRow, datetime], Board]] = {
    "lang": _lang_board,
    "zone": _zone_board,
    "digest": _digest_board,
    "quiet": _quiet_board,
}


def outlets_page(section: str, names: Sequence[str], lang: Lang) -> Page:
    """Which outlets to choose or to block."""
    return (
        _question(section, lang) if names else Page((Paragraph(text(say("bot.settings.no_sources", lang))),))
    )


def outlets_board(section: str, names: Sequence[str], row: ReaderRow, page: int) -> Board:
    """A page of outlets, the ticked ones marked, and the way to the other pages."""
    lang = language_of(row)
    ticked = row.sources if section == "sources" else row.blocked_sources
    listed = [*(name for name in ticked if name not in names), *names]
    pages = max(1, -(-len(listed) // _OUTLETS_A_PAGE))
    place = page % pages
    shown = listed[place * _OUTLETS_A_PAGE : (place + 1) * _OUTLETS_A_PAGE]
    mark = "✓" if section == "sources" else "✗"
    keys = [_tick(section, name, place, mark if name in ticked else "") for name in shown]
    none = Key(say(f"bot.settings.clear.{section}", lang), "choose", {"section": section, "value": None})
    turning = pages_row("settings", {"section": section}, place, pages)
    return [*in_rows(keys, 2), turning, [none] if ticked else [], [_back(lang)]]


def _tick(section: str, name: str, page: int, mark: str) -> Key:
    payload = {"section": section, "value": name, "page": page}
    return Key(label(f"{mark} {name}".strip()), "choose", payload)


def _choice(section: str, shown: str, value: Any, chosen: Any) -> Key:
    return Key(_marked(shown, value == chosen), "choose", {"section": section, "value": value})


def _marked(shown: str, here: bool) -> str:
    return f"✓ {shown}" if here else shown


def _back(lang: Lang) -> Key:
    return Key(say("bot.button.back", lang), "settings", {"section": "main"})
