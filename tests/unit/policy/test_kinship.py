"""Which words count as one."""

from __future__ import annotations

import pytest

from tidings.policy.reading.kinship import are_kin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("погибшие", "погиб"),
        ("закрытие", "закрыть"),
        ("economy", "economic"),
        ("rose", "rises"),
    ],
)
def test_forms_and_derivations_are_kin(one: str, other: str) -> None:
    assert are_kin(one, other)


@pytest.mark.parametrize(("one", "other"), [("порт", "порция"), ("bank", "banner"), ("мост", "место")])
def test_words_that_look_alike_are_not(one: str, other: str) -> None:
    assert not are_kin(one, other)
