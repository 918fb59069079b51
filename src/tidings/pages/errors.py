"""The page of an error: one friendly sentence, and a number by which what may be ours can be found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import structlog

from tidings.errors import BudgetExceeded, InvalidRequest, NoData, TidingsError
from tidings.messages import CATALOGUE
from tidings.messages.errors import PHRASES as OF_THE_TERMINAL
from tidings.pages.blocks import Footnote, Line, Page, Paragraph, Span
from tidings.pages.phrases import phrase
from tidings.pages.reader import Reader
from tidings.pages.words import Words, one_line
from tidings.text.cutting import cut

log = structlog.get_logger(__name__)

# Of the sentences for a terminal those that say the same in a chat; the others speak of commands and settings
# a reader cannot reach, and have another sentence for chats or are told as their kind.
_SAME_IN_A_CHAT = frozenset(
    {
        "blank_query",
        "empty_words",
        "query_too_long",
        "unknown_language",
        "unknown_mode",
        "unknown_window",
    }
)
# What somebody typed is shown back in the sentence, as much of it as they need to recognise.
_SHOWN = 60


# What is told of the question, of the news there are, or of what was spent; nobody has to look into it.
NOBODYS_FAULT = (InvalidRequest, NoData, BudgetExceeded)


def error_page(error: TidingsError, reference: str, reader: Reader) -> Page:
    """What went wrong, in one sentence; with its reference where that may be for us to mend."""
    words = Words.of(reader, datetime.now(UTC))
    said = Paragraph(_sentence(error, words))
    if isinstance(error, NOBODYS_FAULT):
        return Page((said,))
    note = (Span(words.say("page.error.reference")), Span(" "), Span(reference, "code"))
    return Page((said, Footnote(note)))


def _sentence(error: TidingsError, words: Words) -> Line:
    """The sentence of an error, or of its kind, or of the kind above that."""
    params = _in_own_words(error.params, words)
    for key in _keys(error):
        if key in CATALOGUE:
            try:
                return phrase(key, words.lang, **params)
            except KeyError:  # raised without what this sentence tells; its kind's sentence tells less
                log.info("message_params_missing", key=key, params=sorted(error.params))
    return phrase("page.error.internal", words.lang)


def _keys(error: TidingsError) -> Iterator[str]:
    yield f"page.error.{error.message}"
    if error.message in _SAME_IN_A_CHAT or error.message not in OF_THE_TERMINAL:
        yield error.message
    for kind in type(error).__mro__:
        if issubclass(kind, TidingsError):
            yield f"page.error.{kind.default_message}"


def _in_own_words(params: Mapping[str, object], words: Words) -> dict[str, object]:
    """The parameters, shortened, and moments of UTC on the reader's clock."""
    return {name: _shown(name, value, words) for name, value in params.items()}


def _shown(name: str, value: object, words: Words) -> object:
    if not isinstance(value, str):
        return value
    if name == "resets":
        return words.moment(datetime.fromisoformat(value).replace(tzinfo=UTC))
    return cut(one_line(value), _SHOWN)
