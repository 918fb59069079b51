"""Every reason code that the sources give has its phrase."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import tidings
from tidings.ingest import extract, parse
from tidings.ingest.subscription import RefusedFeed
from tidings.messages import CATALOGUE, Lang, reason

SOURCE = Path(tidings.__file__).parent
# The makers of a refusal, and which of their arguments is the code.
MAKERS = {"Failed": 0, "_Unreadable": 0, "NotParsed": 0, "NotExtracted": 0, "RefusedFeed": 0, "Rejected": 1}


def texts(node: ast.expr) -> Iterator[str]:
    """The codes an argument may be; of a computed one those that stand in it."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield "http_404" if part.value == "http_" else part.value


def codes_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = MAKERS.get(node.func.id)
            if place is not None and len(node.args) > place:
                yield from texts(node.args[place])
        if isinstance(node, ast.FunctionDef) and node.name == "_reason":
            yield from (text for statement in node.body[1:] for text in strings_of(statement))


def strings_of(statement: ast.stmt) -> Iterator[str]:
    for part in ast.walk(statement):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def codes() -> set[str]:
    found = {"not_in_time", *get_args(parse.Reason), *get_args(extract.Reason)}
    for path in (SOURCE / "ingest").rglob("*.py"):
        found.update(codes_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def test_the_codes_are_found_in_the_sources() -> None:
    assert {"bad_json", "refused_address", "dns", "http_404", "credentials", "not_a_feed", "tls"} <= codes()
    assert RefusedFeed("credentials", "").reason in codes()


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_code_has_its_phrase(lang: Lang) -> None:
    assert {code for code in codes() if reason(code, lang) == code} == set()


def test_no_phrase_is_left_of_a_code_that_is_gone() -> None:
    named = {key.removeprefix("reason.") for key in CATALOGUE if key.startswith("reason.")}
    assert named - codes() == {"http"}


def test_a_status_is_named_and_an_unknown_code_shown_as_it_is() -> None:
    assert reason("http_503", "en") == "answered 503"
    assert reason("of_the_future", "ru") == "of_the_future"
