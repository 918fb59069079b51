from __future__ import annotations

import json

import pytest
from tests.unit.dev.made_up_prompts import asked

from tidings.dev.behaviour import OK, Behaviour
from tidings.dev.exchange import Refused
from tidings.dev.model import Model, swollen

SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}}


def test_tokens_are_those_of_what_is_read_and_written_by_the_counter_given() -> None:
    request = asked(schema=SCHEMA)
    written = Model(len).answer(request, OK)
    assert written.counts.sent == len(request.prompt) + len(str(SCHEMA))
    assert written.counts.received == len(written.text)


def test_an_answer_ends_at_its_limit_and_says_so() -> None:
    whole = Model(len).answer(asked(schema=SCHEMA), OK)
    short = Model(len).answer(asked(schema=SCHEMA, max_output=30), OK)
    assert (whole.finish, short.finish) == ("stop", "length")
    assert short.text == whole.text[:30]
    assert short.counts.received == 30


def test_thoughts_count_as_received_and_may_leave_no_room_for_an_answer() -> None:
    thinking = Model(len).answer(asked(schema=SCHEMA, max_output=500, thinking=100), OK)
    assert thinking.counts.received == len(thinking.text) + 100
    nothing_left = Model(len).answer(asked(schema=SCHEMA, max_output=80, thinking=100), OK)
    assert (nothing_left.text, nothing_left.finish) == ("", "length")
    assert nothing_left.counts.received == nothing_left.counts.thinking == 80


def test_thinking_only_ends_as_if_all_were_well_without_a_word() -> None:
    written = Model().answer(asked(schema=SCHEMA), Behaviour("thinking_only"))
    assert (written.text, written.finish) == ("", "stop")
    assert written.counts.received == written.counts.thinking > 0


def test_truncated_json_is_the_beginning_of_the_right_answer() -> None:
    whole = Model().answer(asked(schema=SCHEMA), OK).text
    cut = Model().answer(asked(schema=SCHEMA), Behaviour("truncated_json"))
    assert whole.startswith(cut.text)
    assert cut.finish == "stop"
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut.text)


def test_a_huge_answer_is_valid_and_pays_no_heed_to_limits() -> None:
    written = Model().answer(asked(schema=SCHEMA, max_output=10), Behaviour("huge", size=2_000_000))
    assert len(json.loads(written.text)["text"]) >= 2_000_000
    assert written.counts.received > 100_000
    assert len(swollen("plain", 1000)) >= 1000


@pytest.mark.parametrize(
    ("behaviour", "fault", "status"),
    [
        (Behaviour("rate_limited"), "rate_limited", None),
        (Behaviour("overloaded"), "overloaded", None),
        (Behaviour("overloaded", status=500), "internal", 500),
        (Behaviour("bad_key", status=403), "bad_key", 403),
        (Behaviour("no_credit"), "no_credit", None),
    ],
)
def test_errors_are_raised_as_what_they_are(behaviour: Behaviour, fault: str, status: int | None) -> None:
    with pytest.raises(Refused) as refused:
        Model().answer(asked(), behaviour)
    assert (refused.value.fault, refused.value.status) == (fault, status)
