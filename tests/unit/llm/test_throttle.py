"""Quotas as settings write them."""

from __future__ import annotations

import pytest

from tidings.errors import InvalidRequest
from tidings.llm.throttle import Quota, parse_quota, quotas_of
from tidings.settings import Settings


@pytest.mark.parametrize("text", ["150/1000000", " 150 / 1000000 ", "0150/1000000"])
def test_a_quota_is_requests_and_tokens(text: str) -> None:
    assert parse_quota(text, "TIDINGS_GEMINI_QUOTA") == Quota(150, 1_000_000)


@pytest.mark.parametrize(
    "text", ["", "150", "150/", "/5", "0/5", "5/0", "-1/5", "1.5/2", "5/5/5", "x/y", "1e3/5", "٣/٥", "9" * 40]
)
def test_nonsense_is_refused_with_the_option_s_name(text: str) -> None:
    with pytest.raises(InvalidRequest, match="TIDINGS_OPENAI_QUOTA") as caught:
        parse_quota(text, "TIDINGS_OPENAI_QUOTA")
    assert caught.value.message == "setting_quota"
    assert caught.value.params == {"option": "TIDINGS_OPENAI_QUOTA", "value": text}


def test_every_provider_has_the_quota_of_its_setting() -> None:
    settings = Settings(
        gemini_quota="1/10", anthropic_quota="2/20", openai_quota="3/30", compatible_quota="4/40"
    )
    assert quotas_of(settings) == {
        "google": Quota(1, 10),
        "anthropic": Quota(2, 20),
        "openai": Quota(3, 30),
        "compatible": Quota(4, 40),
    }


def test_the_default_quotas_can_be_read() -> None:
    assert all(quota.requests and quota.tokens for quota in quotas_of(Settings()).values())
