"""Turns whatever a feed calls text into plain text: no markup, no hidden characters, one kind of space.

Nothing here keeps HTML, so there is no list of allowed tags to get wrong: tags go, scripts go with what they
hold, entities are decoded, and what the decoding reveals is treated again until nothing changes. Each step
reads its input once from left to right, so that no input, however built, takes more than linear time.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.entities import html5

# Longer than any headline of the evaluation feeds by a factor of two; cut so that a page cannot pose as one.
MAX_TITLE = 500
# A teaser; those of the evaluation corpora stay under 3,000 characters.
MAX_SUMMARY = 10_000
# About 30,000 words: longer than any article worth quoting, short enough to analyse.
MAX_BODY = 200_000

# Markup is at most this many times longer than the text it carries; more is cut before it is read.
_MARKUP_FACTOR = 8
# `&amp;amp;lt;` needs three rounds; text escaped more often than that is not decoded further.
_MAX_ROUNDS = 4

# Control characters, lone surrogates, zero-width and bidirectional marks, soft hyphens, invisible tag
# letters: no reader sees any of them, and each can split a word, hide an instruction or reverse a line.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
# Joiners shape Persian and Indic words and emoji; anywhere else they only break a word apart.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+")
# Marks and letters that NFC may compose or replace; words longer than 256 are composed in pieces, because
# ordering a run of marks takes quadratic time.
_UNCOMPOSED = re.compile(
    "[\u0300-\u036f\u0653-\u0655\u093c\u09be-\u09d7\u0b3e-\u0b57\u1161-\u11c2\u2126\u212a\u212b\u3099\u309a"
    "\uf900-\ufaff]"
)
_WORD = re.compile(r"\S{1,256}\s*|\s+")
# What most Latin and Cyrillic text never holds; text without any of it needs no work.
_SUSPECT = re.compile(
    "[<&=]|script:|[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u05ff\u2010-\u2027\u2030-\u203a]|  "
)

# One piece of markup. An unclosed one reaches to the end of the text, as it does in a browser.
_MARKUP = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <!\[CDATA\[
      | <(?:script|style|template)\b[^<>]*/>
      | <(?P<raw>script|style|template)\b.*?(?:</(?P=raw)\b[^>]*+(?:>|\Z)|\Z)
      | <(?=[a-z/!?])/?(?P<name>[a-z][a-z0-9]*+)?
        [^>=]*+(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+[^>=]*+)*+(?:>|\Z)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MARKUP_START = re.compile(r"<[a-zA-Z/!?]")
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr",
    "table", "thead", "tbody", "blockquote", "section", "article", "aside", "header", "footer",
    "figure", "figcaption", "pre", "br", "hr", "address", "main", "nav", "form",
})  # fmt: skip
_CELLS = frozenset({
    "td", "th", "img", "option", "button", "input", "video", "audio",
})  # fmt: skip
# What is left of a tag that lost its beginning: as text it does nothing, but text is shown by many hands.
_HANDLER = re.compile(
    r"\bon(?:error|load|unload|abort|click|dblclick|focus|blur|change|submit|reset|select|resize|scroll|input|toggle"
    r"|begin|copy|cut|paste|wheel|contextmenu|(?:mouse|key|pointer|touch|drag|animation|before)[a-z]{1,12})\s{0,8}="
    r"\s{0,8}(?:\"[^\"]{0,2000}\"?|'[^']{0,2000}'?|[^\s\"'<>]*)",
    re.IGNORECASE,
)
_SCRIPT_ADDRESS = re.compile(r"(javascript|vbscript):(?=\S)", re.IGNORECASE)
# &#146; is a control character to XML and a quotation mark to everybody who writes it.
_WINDOWS_MARKS = {
    code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0) if code != 0x85
}
_WINDOWS_MARK = re.compile("[\x80-\x84\x86-\x9f]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z][a-zA-Z0-9]{1,31}));")
_SPACES = re.compile(r"\s+")
_INLINE_SPACES = re.compile(r"[^\S\n]+")
_LINE_BREAKS = re.compile(r" ?\n[ \n]*")


def plain_line(value: str, limit: int = MAX_TITLE) -> str:
    """The text of `value` as one line of at most `limit` characters."""
    if not _SUSPECT.search(value):
        return _cut(value.strip(), limit)
    return _cut(_SPACES.sub(" ", _bare(value, limit)).strip(), limit)


def plain_text(value: str, limit: int = MAX_BODY) -> str:
    """The text of `value`, paragraphs on lines of their own, of at most `limit` characters."""
    if not _SUSPECT.search(value):
        return _cut(value.strip(), limit)
    text = _INLINE_SPACES.sub(" ", _bare(value, limit))
    return _cut(_LINE_BREAKS.sub("\n", text).strip(), limit)


def _bare(value: str, limit: int) -> str:
    """`value` without markup, entities and hidden characters."""
    text = _unmarked(_visible(value[: limit * _MARKUP_FACTOR]))
    return _SCRIPT_ADDRESS.sub(r"\1: ", _HANDLER.sub("", text) if "=" in text else text)


def _unmarked(text: str) -> str:
    """`text` with tags dropped and entities decoded until nothing changes."""
    for _ in range(_MAX_ROUNDS):
        if "<" not in text and "&" not in text:
            return text
        stripped = _without_markup(text) if _MARKUP_START.search(text) else text
        decoded = _visible(_ENTITY.sub(_decoded, stripped))
        if decoded == text:
            return text
        text = decoded
    return _without_markup(text)


def _without_markup(text: str) -> str:
    """`text` without tags; the line breaks of HTML source are spaces, blocks end lines."""
    return _MARKUP.sub(_space_for, _SPACES.sub(" ", text)).replace("]]>", " ")


def _space_for(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name in _BLOCKS:
        return "\n"
    return " " if name in _CELLS or match["raw"] else ""


def _decoded(match: re.Match[str]) -> str:
    """The character an entity stands for; a name that is none stays as written."""
    return html5.get(f"{match[1]};", match[0]) if match[1] else unescape(match[0])


def _visible(text: str) -> str:
    """`text` composed (NFC) and without the characters no reader sees."""
    if _WINDOWS_MARK.search(text):
        text = text.translate(_WINDOWS_MARKS)
    text = _STRAY_JOINER.sub("", _HIDDEN.sub("", text))
    if text.isascii() or not _UNCOMPOSED.search(text):
        return text
    return "".join(unicodedata.normalize("NFC", word) for word in _WORD.findall(text))


def _cut(text: str, limit: int) -> str:
    """`text` of at most `limit` characters, ended at a space where one is near."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", max(0, limit - 80), limit)
    return text[: space if space > 0 else limit].rstrip()
