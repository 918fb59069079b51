"""Pages in Telegram's HTML: blocks as passages of marked text, split into messages."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.bot.showing.outgoing import Part
from tidings.bot.showing.splitting import (
    CAPTION_UNITS,
    MESSAGE_UNITS,
    Passage,
    Run,
    Runs,
    Tag,
    marked_up,
    split,
    units,
)
from tidings.bot.showing.untrusted import accepted, inert, link
from tidings.pages.blocks import (
    Block,
    Card,
    Fold,
    Footnote,
    Heading,
    Line,
    Origin,
    Page,
    Paragraph,
    Point,
    Quotation,
    Span,
)

__all__ = ["CAPTION_UNITS", "MESSAGE_UNITS", "parts", "plain", "render"]

_QUOTE = Tag("blockquote")
_FOLD = Tag("blockquote", "expandable")
_BOLD, _ITALIC, _CODE = Tag("b"), Tag("i"), Tag("code")
_WEIGHTS = {"bold": (_BOLD,), "italic": (_ITALIC,)}

# Blocks stand apart by an empty line; what belongs to the line above and what has a frame of its own by none.
_APART, _NEXT = "\n\n", "\n"
_BETWEEN_ORIGINS = " · "


def render(page: Page, limit: int = MESSAGE_UNITS) -> list[str]:
    """The page as messages in HTML, each of at most so many UTF-16 units once Telegram has parsed it."""
    return [marked_up(runs) for runs in _messages(page, limit)]


def plain(page: Page, limit: int = MESSAGE_UNITS) -> list[str]:
    """The same messages as plain text, with their links' addresses where there is room for them."""
    return [_plain(runs, limit) for runs in _messages(page, limit)]


def parts(page: Page, limit: int = MESSAGE_UNITS) -> list[Part]:
    """The page as messages to send, in both forms."""
    return [Part(marked_up(runs), _plain(runs, limit)) for runs in _messages(page, limit)]


def _messages(page: Page, limit: int) -> list[Runs]:
    return split(list(_passages(page)), limit)


def _plain(runs: Runs, limit: int) -> str:
    addressed = "".join(_with_address(runs))
    return addressed if units(addressed) <= limit else "".join(run.text for run in runs)


def _with_address(runs: Runs) -> Iterator[str]:
    """The texts, and after each link its address."""
    addresses = [next((tag.value for tag in run.tags if tag.name == "a"), None) for run in runs]
    for run, address, following in zip(runs, addresses, [*addresses[1:], None], strict=True):
        yield f"{run.text} ({address})" if address and address != following else run.text


def _passages(page: Page) -> Iterator[Passage]:
    previous: Block | Fold | None = None
    for block in page.blocks:
        before = Run(_gap(previous, block))
        if isinstance(block, Fold):
            yield from _fold(block, before)
        else:
            frame = (_QUOTE,) if isinstance(block, Quotation) else ()
            yield Passage(_framed(_runs(block), *frame), before, leads=isinstance(block, Heading))
        previous = block


def _fold(fold: Fold, before: Run) -> Iterator[Passage]:
    """The blocks of a fold in one frame, what parts them inside it."""
    previous: Block | None = None
    for block in fold.blocks:
        gap = _NEXT if isinstance(previous, Heading) else _gap(previous, block)
        between = Run(gap, (_FOLD,)) if previous else before
        yield Passage(_framed(_runs(block), _FOLD), between, leads=isinstance(block, Heading))
        previous = block


def _framed(runs: list[Run], *frame: Tag) -> Runs:
    return tuple(Run(run.text, (*frame, *run.tags)) for run in runs)


def _gap(previous: Block | Fold | None, block: Block | Fold) -> str:
    """What parts a block from the one before it."""
    match previous, block:
        case (Heading(), Point() | Footnote()) | (Footnote(), Footnote()):
            return _NEXT
        case (Point(origins=()), Point()):
            return _NEXT
        case (_, Quotation() | Fold()) | (Quotation() | Fold(), Footnote()):
            return _NEXT
        case _:
            return _APART


def _runs(block: Block) -> list[Run]:
    match block:
        case Heading(words):
            return _line((Span(words, "bold"),))
        case Paragraph(line):
            return _line(line)
        case Point(mark, line, origins):
            return [*_line((Span(f"{mark} ".lstrip()), *line)), *_beneath(origins)]
        case Quotation(words, origin):
            return [*_line((Span(words),)), *_beneath((origin,))]
        case Card():
            return _card(block)
        case Footnote(line):
            return [run if _CODE in run.tags else Run(run.text, (_ITALIC, *run.tags)) for run in _line(line)]


def _card(card: Card) -> list[Run]:
    runs = [*_line((Span(card.title, url=card.origin.url),)), Run("\n"), *_origin(card.origin, is_link=False)]
    if card.note:
        runs += _line((Span(f"{_BETWEEN_ORIGINS}{card.note}"),))
    return [*runs, Run("\n"), *_line((Span(card.snippet, "italic"),))] if card.snippet else runs


def _beneath(origins: tuple[Origin, ...]) -> list[Run]:
    runs: list[Run] = []
    for place, origin in enumerate(origins):
        runs += [Run(_BETWEEN_ORIGINS if place else "\n"), *_origin(origin)]
    return runs


def _origin(origin: Origin, *, is_link: bool = True) -> list[Run]:
    line = (Span(origin.source, url=origin.url if is_link else None), Span(f", {origin.day}"))
    return _line(line)


def _line(line: Line) -> list[Run]:
    return [_run(span) for span in line]


def _run(span: Span) -> Run:
    words = accepted(span.text)
    address = link(span.url)
    if span.weight == "command":
        return Run(words)
    if span.weight == "code" and address is None:  # nothing comes alive in code, and it may be copied
        return Run(words, (_CODE,))
    if address is not None:  # in a link code is not allowed, and shown as plain
        return Run(inert(words), (Tag("a", "href", address), *_WEIGHTS.get(span.weight, ())))
    return Run(inert(words), _WEIGHTS.get(span.weight, ()))
