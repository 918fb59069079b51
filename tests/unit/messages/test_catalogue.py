from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import tidings
from tidings import messages
from tidings.errors import TidingsError
from tidings.messages import CATALOGUE, Lang, Phrase, say

SOURCE = Path(tidings.__file__).parent
FORMS: dict[Lang, int] = {"en": 2, "ru": 3}


def fields(template: str) -> list[tuple[str, str]]:
    return [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None]


def subclasses(kind: type[TidingsError]) -> Iterator[type[TidingsError]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def raised_messages() -> Iterator[tuple[str, str]]:
    """Every `message="key"` given to an error anywhere in the package, with where it stands."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "message" and isinstance(keyword.value, ast.Constant):
                        yield str(keyword.value.value), f"{path.relative_to(SOURCE)}:{node.lineno}"


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_a_phrase_exists_in_both_languages_with_the_same_gaps(key: str) -> None:
    phrase = CATALOGUE[key]
    assert phrase.en.strip()
    assert phrase.ru.strip()
    assert {name for name, _ in fields(phrase.en)} == {name for name, _ in fields(phrase.ru)}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_counted_word_has_a_form_for_every_number(key: str, lang: Lang) -> None:
    for _, spec in fields(getattr(CATALOGUE[key], lang)):
        if "|" in spec:
            assert len(spec.split("|")) == FORMS[lang]


def test_every_key_that_errors_are_raised_with_is_in_the_catalogue() -> None:
    unknown = {key: where for key, where in raised_messages() if key not in CATALOGUE}
    assert unknown == {}


def test_every_kind_of_error_has_a_sentence_of_its_own() -> None:
    kinds = [TidingsError, *subclasses(TidingsError)]
    assert {kind.__name__ for kind in kinds if kind.default_message not in CATALOGUE} == set()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 статей"),
        (1, "1 статья"),
        (2, "2 статьи"),
        (4, "4 статьи"),
        (5, "5 статей"),
        (11, "11 статей"),
        (12, "12 статей"),
        (14, "14 статей"),
        (21, "21 статья"),
        (22, "22 статьи"),
        (111, "111 статей"),
        (121, "121 статья"),
        (1204, "1\N{NO-BREAK SPACE}204 статьи"),
    ],
)
def test_russian_counts_bend_the_word(count: int, words: str) -> None:
    assert say("answer.coverage", "ru", articles=count, sources=5).startswith(f"{words},")


@pytest.mark.parametrize(("count", "words"), [(0, "0 articles"), (1, "1 article"), (2000, "2,000 articles")])
def test_english_counts_bend_the_word(count: int, words: str) -> None:
    assert say("answer.coverage", "en", articles=count, sources=1) == f"{words}, 1 source"


def test_a_parameter_is_put_in_as_it_is_even_with_braces_in_it() -> None:
    assert "{oops}" in say("unknown_window", "en", window="{oops}", windows="6h")


def test_an_unknown_key_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("no_such_key", "en")


def test_no_two_groups_of_phrases_share_a_key() -> None:
    modules = [import_module(f"tidings.messages.{found.name}") for found in iter_modules(messages.__path__)]
    groups: list[dict[str, Phrase]] = [getattr(module, "PHRASES", {}) for module in modules]
    assert sum(len(group) for group in groups if group.keys() & CATALOGUE.keys()) == len(CATALOGUE)
