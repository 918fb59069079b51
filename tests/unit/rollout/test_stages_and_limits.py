"""Stages and limits as they are written, and as the database keeps them."""

import json

import pytest

from tidings.errors import InvalidRequest
from tidings.messages import say
from tidings.rollout import options, stages
from tidings.rollout.criteria import Limits, Options
from tidings.rollout.options import parse_limits
from tidings.rollout.stages import STAGES, Stage, parse_stages


def test_the_plan_s_stages_hold_where_none_is_written() -> None:
    assert parse_stages([]) == STAGES == (Stage(10, 14_400), Stage(30, 86_400))


def test_stages_are_written_as_a_share_and_a_span() -> None:
    assert parse_stages(["5=90s", "20=10m", "50=4h", "90=2d"]) == (
        Stage(5, 90),
        Stage(20, 600),
        Stage(50, 14_400),
        Stage(90, 172_800),
    )


@pytest.mark.parametrize(
    "text", ["", "10", "0=4h", "100=4h", "10=0s", "10=4", "10=4w", "ten=4h", "10=99d", "-1=4h"]
)
def test_what_is_no_stage_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_stages([text])
    assert caught.value.message == "canary_stage"


@pytest.mark.parametrize("texts", [["30=1s", "10=1s"], ["10=1s", "10=2s"]])
def test_shares_that_do_not_grow_are_refused(texts: list[str]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_stages(texts)
    assert caught.value.message == "canary_stages_grow"


def test_limits_are_written_with_their_units() -> None:
    assert parse_limits([]) == Limits()
    assert parse_limits(["p95=2s", "errors=3%", "slo_coverage=97.5%", "slo_cost=0.3"]) == Limits(
        errors=0.03, p95=2.0, slo_coverage=0.975, slo_cost=0.3
    )


@pytest.mark.parametrize(
    "text",
    [
        "p95=2",
        "p95=2%",
        "p95=0s",
        "errors=0.05",
        "errors=5s",
        "errors=101%",
        "cost=1",
        "slo_cost=1s",
        "p95",
        "",
    ],
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_limits([text])
    assert say(caught.value.message, "en", **caught.value.params)


def test_what_is_kept_is_what_was_asked_for() -> None:
    asked = Options(every=1.5, recent=10.0, enough=20, limits=Limits(p95=2.0))
    assert options.restored(json.loads(json.dumps(options.stored(asked)))) == asked
    assert stages.restored(json.loads(json.dumps(stages.stored(STAGES)))) == STAGES
