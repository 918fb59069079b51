from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.errors import InvalidRequest, ModelUnavailable
from tidings.llm.gemini import GeminiClient

MODEL = "gemini-3.8-flash"
KEY = "key-of-a-test-7"


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServers]:
    with ProviderServers() as servers:
        yield servers


@pytest.fixture
def local(running: ProviderServers) -> ProviderServers:
    """The servers, well behaved and asked nothing yet."""
    running.reset()
    return running


@pytest.fixture
def gemini(local: ProviderServers) -> GeminiClient:
    return GeminiClient(KEY, base_url=f"{local.url}/google")


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, {"model": MODEL, **labels}) or 0.0


async def test_a_prompt_is_answered_in_text(gemini, local):
    assert await gemini.generate_text("Say hello.")
    (entry,) = local.requests
    assert entry.model == MODEL
    assert entry.body["contents"] == [{"role": "user", "parts": [{"text": "Say hello."}]}]
    assert entry.body["generationConfig"]["maxOutputTokens"] == 2000
    assert entry.body["generationConfig"]["temperature"] == 0.7


async def test_limits_and_temperature_are_passed_on(gemini, local):
    await gemini.generate_text("Say hello.", max_tokens=500, temperature=0.0)
    config = local.requests[0].body["generationConfig"]
    assert (config["maxOutputTokens"], config["temperature"]) == (500, 0.0)


@pytest.mark.parametrize(
    "behaviour", [Behaviour("overloaded"), Behaviour("cut"), Behaviour("rate_limited", retry_after=0.0)]
)
async def test_a_failure_that_passes_is_tried_once_more(gemini, local, behaviour):
    local.behave("google", behaviour, times=1)
    assert await gemini.generate_text("Say hello.")
    assert len(local.requests) == 2


async def test_a_failure_that_stays_ends_after_the_second_attempt(gemini, local):
    local.behave("google", Behaviour("overloaded"))
    with pytest.raises(ModelUnavailable) as failed:
        await gemini.generate_text("Say hello.")
    assert failed.value.tech_message == f"{MODEL} after 2 attempts: overloaded: HTTP 503 UNAVAILABLE"
    assert len(local.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_refused_request_or_key_is_not_tried_again(gemini, local, status):
    local.behave("google", Behaviour("bad_key", status=status))
    with pytest.raises(ModelUnavailable) as failed:
        await gemini.generate_text("Say hello.")
    assert f"HTTP {status}" in failed.value.tech_message
    assert len(local.requests) == 1


async def test_a_pause_longer_than_the_time_left_is_not_waited_for(gemini, local):
    local.behave("google", Behaviour("rate_limited", retry_after=60.0))
    with pytest.raises(ModelUnavailable, match="after 1 attempt: rate_limited"):
        await gemini.generate_text("Say hello.")
    assert len(local.requests) == 1


@pytest.mark.parametrize("kind", ["slow", "no_answer"])
async def test_the_time_is_for_everything(gemini, local, kind):
    local.behave("google", Behaviour(kind))
    with pytest.raises(ModelUnavailable, match=r"timeout: no answer in 0\.\d s"):
        await gemini.generate_text("Say hello.", timeout=0.5)


@pytest.mark.parametrize(("kind", "said"), [("refusal", "refusal"), ("thinking_only", "empty")])
async def test_an_answer_without_text_is_none(gemini, local, kind, said):
    local.behave("google", Behaviour(kind))
    with pytest.raises(ModelUnavailable, match=said):
        await gemini.generate_text("Say hello.")


async def test_every_attempt_is_counted_with_its_tokens_cost_and_ending(gemini, local):
    local.behave("google", Behaviour("overloaded"), times=1)
    before = {ending: counted("model_requests_total", outcome=ending) for ending in ("ok", "overloaded")}
    cost, sent = counted("model_cost_usd_total"), counted("model_tokens_total", direction="sent")
    with capture_logs() as lines:
        await gemini.generate_text("Say hello.")
    for ending, count in before.items():
        assert counted("model_requests_total", outcome=ending) == count + 1
    assert counted("model_cost_usd_total") > cost
    assert counted("model_tokens_total", direction="sent") > sent
    assert [(line["outcome"], line["agent"]) for line in lines] == [
        ("overloaded", "generate_text"),
        ("ok", "generate_text"),
    ]


async def test_an_attempt_that_may_have_cost_anything_is_counted_at_its_most(gemini, local):
    local.behave("google", Behaviour("slow"))
    with capture_logs() as lines, pytest.raises(ModelUnavailable):
        await gemini.generate_text("Say hello.", max_tokens=777, timeout=1.5)
    assert lines[0]["tokens_received"] == 777
    assert lines[0]["cost_usd"] > 0


async def test_the_key_is_in_no_message(gemini, local):
    local.behave("google", Behaviour("bad_key"))
    with capture_logs() as lines, pytest.raises(ModelUnavailable) as failed:
        await gemini.generate_text("Say hello.")
    assert KEY not in f"{failed.value!r} {failed.value.__context__!r} {lines} {gemini!r}"


def test_without_a_key_or_a_price_there_is_no_client():
    with pytest.raises(InvalidRequest):
        GeminiClient("")
    with pytest.raises(InvalidRequest):
        GeminiClient(KEY, model="gemini-of-tomorrow-9")
