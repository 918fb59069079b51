"""What is left out, in which order, until a request fits."""

from __future__ import annotations

import pytest

from tidings.llm.budget import Room
from tidings.llm.ladder import Offer, Rung, fit
from tidings.llm.task import Prompt

BASE, A_DOCUMENT, EXTRAS, OUTPUT = 300, 100, 250, 500
PLENTY = 10**12


def at_one_nano_a_token(sent: int) -> tuple[int, int]:
    return sent + OUTPUT, sent + OUTPUT


def render(documents: int, extras: bool) -> Prompt:
    return Prompt("", "", (), BASE + documents * A_DOCUMENT + extras * EXTRAS)


def offered(tokens: int = PLENTY, nanos: int = PLENTY, documents: int = 10) -> Offer | None:
    return fit(render, documents, at_one_nano_a_token, Room(tokens, nanos, None))


def sent(documents: int, *, extras: bool) -> int:
    return render(documents, extras).tokens


def test_nothing_is_left_out_where_all_fits() -> None:
    offer = offered()
    assert offer is not None
    assert offer.rungs == ()
    assert offer.prompt.tokens == sent(10, extras=True)
    assert offer.tokens == offer.nanos == sent(10, extras=True) + OUTPUT


@pytest.mark.parametrize("documents", range(3, 10))
def test_documents_go_first_and_as_few_as_needed(documents: int) -> None:
    room = sent(documents, extras=True) + OUTPUT
    for offer in (offered(tokens=room), offered(nanos=room + 99)):
        assert offer is not None
        assert offer.prompt.tokens == sent(documents, extras=True)
        assert offer.rungs == (Rung.FEWER_DOCUMENTS,)


def test_below_three_documents_the_other_parts_go_and_documents_come_back() -> None:
    offer = offered(tokens=sent(3, extras=True) + OUTPUT - 1)
    assert offer is not None
    assert offer.rungs == (Rung.FEWER_DOCUMENTS, Rung.FEWER_PARTS)
    assert offer.prompt.tokens == sent(5, extras=False)


def test_there_are_never_fewer_than_three_documents() -> None:
    assert offered(tokens=sent(3, extras=False) + OUTPUT) is not None
    assert offered(tokens=sent(3, extras=False) + OUTPUT - 1) is None
    assert offered(nanos=0) is None


def test_a_question_with_two_documents_keeps_them() -> None:
    offer = offered(tokens=sent(2, extras=False) + OUTPUT, documents=2)
    assert offer is not None
    assert offer.rungs == (Rung.FEWER_PARTS,)
    assert offered(tokens=sent(2, extras=False) + OUTPUT - 1, documents=2) is None


def test_an_offer_never_passes_the_room() -> None:
    for room in range(0, 3000, 37):
        offer = offered(tokens=room)
        assert offer is None or offer.tokens <= room
