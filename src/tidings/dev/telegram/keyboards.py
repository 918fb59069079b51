"""Inline keyboards: what Telegram takes, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tidings.dev.telegram.links import checked_link
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.refusals import bad_request

# Documented: 1-64 bytes of data. Found by trial and widely told: 100 buttons, 8 in a row.
_MOST_DATA = 64
_MOST_BUTTONS = 100
_MOST_IN_ROW = 8
# What a button may do beside opening an address or calling back.
_OTHER_ACTIONS = ("switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app", "pay")

Rows = tuple[tuple["Button", ...], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: calls back with data, or opens an address."""

    text: str
    data: str | None = None
    url: str | None = None

    def wire(self) -> dict[str, str]:
        """The button as the Bot API sends it."""
        written = {"text": self.text, "callback_data": self.data, "url": self.url}
        return {name: value for name, value in written.items() if value is not None}


def keyboard_of(call: Call) -> Rows:
    """The inline keyboard of a call, none where it has none; other kinds of reply markup show no buttons."""
    markup = call.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = tuple(tuple(_button(each) for each in row) for row in rows if row)
    if sum(map(len, keyboard)) > _MOST_BUTTONS or any(len(row) > _MOST_IN_ROW for row in keyboard):
        raise bad_request("reply markup is too long")
    return keyboard


def wire_keyboard(keyboard: Rows) -> dict[str, Any]:
    """The keyboard as the Bot API sends it."""
    return {"inline_keyboard": [[button.wire() for button in row] for row in keyboard]}


def _button(given: Any) -> Button:
    if not isinstance(given, dict) or not isinstance(text := given.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    if (url := given.get("url")) is not None:
        address = checked_link(str(url))
        if address is None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(text, url=address)
    data = given.get("callback_data")
    if data is None and any(action in given for action in _OTHER_ACTIONS):
        return Button(text)
    if data is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= _MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(text, data=data)
