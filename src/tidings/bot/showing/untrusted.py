"""Text that came from outside, made fit for a chat: what Telegram would alter or bring to life."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# Telegram puts a space in place of control characters and drops these reorderings of a line; both are done
# here, so that what is counted is what is shown. A line end and a tab are kept, as the latter's space.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_DROPPED = re.compile("[\u2028-\u202e]|\r(?=\n)")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Telegram drops these marks wherever they stand, so å written as two characters would arrive as a.
_DROPPED_MARKS = re.compile("[\u030a\u0333\u033f]")
# Isolates order what is between them; one that is not closed would order the rest of the line, too.
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP = "\u2069"

# What Telegram makes a tap on: /command sends it to the bot, @name opens and in groups calls somebody,
# tg://... opens a place inside the app. A word joiner after the sign is not seen and ends all that.
_LIVE = re.compile(
    r"(?<![^\W_])[/@](?=[A-Za-z0-9_]|$)|(?:tg|ton|tonsite)(?=://)",
    re.IGNORECASE,
)
JOINER = "\N{WORD JOINER}"

# The contract's longest address; a longer one is no article's.
_LONGEST_ADDRESS = 2048
_UNFIT_FOR_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069\ud800-\udfff\"<>\\^`{|}]")


def accepted(text: str) -> str:
    """The text as Telegram would keep it: no control characters, no reordering of what stands around it."""
    visible = _CONTROLS.sub(" ", _DROPPED.sub("", text).replace("\r", "\n").replace("\t", " "))
    whole = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", visible)
    if _DROPPED_MARKS.search(whole):
        whole = _DROPPED_MARKS.sub("", unicodedata.normalize("NFC", whole))
    return "\n".join(map(_balanced, whole.split("\n")))


def inert(text: str) -> str:
    """The text without anything that Telegram would make a command, a call or a way into the app of."""
    return _LIVE.sub(lambda found: f"{found[0]}{JOINER}", text)


def link(url: str | None) -> str | None:
    """The address if it may be a link: http or https, of a host, whole."""
    if url is None or len(url) > _LONGEST_ADDRESS or _UNFIT_FOR_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # an address that cannot be read leads nowhere
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def _balanced(line: str) -> str:
    """The line with every isolate closed, and no closing without an isolate."""
    if not _ISOLATES & set(line) and _POP not in line:
        return line
    depth, kept = 0, []
    for char in line:
        if char == _POP and depth == 0:
            continue
        depth += (char in _ISOLATES) - (char == _POP)
        kept.append(char)
    return "".join(kept) + _POP * depth
