"""What a claim says of a name must be told where that name stands."""

from __future__ import annotations

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.whose import foreign_name

LIBRARY = Passage(
    tuple(
        map(
            read_sentence,
            (
                "Maud Ellery, a retired teacher, began the petition against the closure of the library.",
                "She collected 5,300 names in three weeks.",
                "Shazia Noor, who runs the library, thanked the readers in the hall.",
            ),
        )
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "The petition against the closure was begun by Maud Ellery, a retired teacher.",
        "Maud Ellery collected 5,300 names in three weeks.",
        "Shazia Noor thanked the readers in the hall.",
    ],
)
def test_what_is_told_of_a_name_or_right_after_it_is_its_own(text: str) -> None:
    assert foreign_name(read_sentence(text), LIBRARY) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The petition against the closure of the library was begun by Shazia Noor.", "Noor"),
        ("Maud Ellery thanked the readers in the hall of the library.", "Ellery"),
    ],
)
def test_what_is_told_of_another_is_not(text: str, name: str) -> None:
    part = read_sentence(text)
    found = foreign_name(part, LIBRARY)
    assert found in names_in(part)
    assert found is not None
    assert name in [word.token.text for word in found.words]
