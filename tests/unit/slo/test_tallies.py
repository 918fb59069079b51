"""A process' book has each count on exactly one page, also where a page could not be written at once."""

from __future__ import annotations

import pytest

from tidings.errors import NoData
from tidings.observability import metrics
from tidings.observability.commands import Command
from tidings.tallies import Book, Page, counted, more


def command(name: str = "tallied") -> None:
    with Command(name):
        pass


def test_only_what_has_grown_is_told_and_by_how_much() -> None:
    assert more({"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 5.0, "c": 1.0}) == {"b": 3.0, "c": 1.0}


def test_a_book_begins_with_what_comes_after_it_was_opened() -> None:
    command()
    book = Book()
    assert list(book.pages()) == []
    command()
    (page,) = book.pages()
    assert page.tally["commands tallied"] == 1
    assert page.tally["within simple +Inf"] == 1
    assert list(book.pages()) == []


def test_a_failed_command_is_counted_with_its_code() -> None:
    book = Book()
    with pytest.raises(NoData), Command("tallied"):
        raise NoData("nothing")
    (page,) = book.pages()
    assert (page.tally["commands tallied"], page.tally["errors NO_DATA"]) == (1, 1)


def test_tracks_are_counted_together() -> None:
    book = Book()
    for track in ("stable", "canary"):
        metrics.fallback_commands.labels("tallied", track).inc()
    (page,) = book.pages()
    assert page.tally == {"fallbacks": 2.0}


def test_a_page_that_could_not_be_written_comes_again_as_it_was_and_the_rest_after_it() -> None:
    book = Book()
    command()
    failed = first(book)
    command()
    again, rest = book.pages()
    assert again == failed
    assert rest.tally["commands tallied"] == 1
    assert rest.since == failed.until
    assert list(book.pages()) == []


def first(book: Book) -> Page:
    """The first page, as it is asked for by who then fails to write it."""
    pages = book.pages()
    page = next(pages)
    pages.close()  # type: ignore[attr-defined]
    return page


def test_names_of_counts_are_told_apart_by_blanks_that_no_label_has() -> None:
    command()
    assert all(key.count(" ") <= 2 for key in counted())
