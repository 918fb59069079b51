import math
import random
from decimal import Decimal

import pytest
from genai_prices import Usage as ListUsage
from genai_prices import calc_price

from tidings.errors import InvalidRequest
from tidings.llm.models import ModelName, parse_model
from tidings.llm.outcomes import Usage
from tidings.llm.prices import Price, Prices, list_price, parse_prices
from tidings.settings import Settings

ASKED_BY_DEFAULT = [
    "gemini-2.5-pro",
    "gemini-2.5-flash",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
    "gpt-5",
    "gpt-5-mini",
]


def prices(**settings):
    return Prices(Settings(**{"model_prices": "", "compatible_url": None, **settings}))


def usages(seed, count):
    dice = random.Random(seed)
    for _ in range(count):
        sent = dice.choice([0, 1, 7, 6_000, 200_000, 200_001, 900_000])
        cached = dice.randint(0, sent)
        yield Usage(sent, dice.randint(0, 5_000), cached, dice.randint(0, sent - cached))


@pytest.mark.parametrize("name", ASKED_BY_DEFAULT)
def test_models_asked_by_default_have_a_price(name):
    assert prices().of(parse_model(name)) is not None


@pytest.mark.parametrize("name", [*ASKED_BY_DEFAULT, "gemini-3-pro-preview", "o3", "claude-opus-4-1"])
def test_a_request_costs_what_the_list_says_also_with_caches_and_tiers(name):
    model = parse_model(name)
    price = list_price(model)
    for usage in usages(name, 200):
        listed = calc_price(
            ListUsage(
                input_tokens=usage.sent,
                output_tokens=usage.received,
                cache_read_tokens=usage.cached,
                cache_write_tokens=usage.written,
            ),
            name,
            provider_id=model.provider,
        )
        assert price.nanos(usage) == math.ceil(listed.total_price * 10**9)


def test_dated_versions_cost_what_their_model_costs():
    for dated, model in (
        ("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
        ("gpt-5-2025-08-07", "gpt-5"),
        ("gemini-2.5-pro-preview-05-06", "gemini-2.5-pro"),
    ):
        assert list_price(parse_model(dated)) == list_price(parse_model(model)) is not None


def test_a_model_without_a_known_price_has_none():
    assert prices().of(parse_model("claude-of-tomorrow-9")) is None
    assert prices().of(parse_model("llama3")) is None


def test_a_model_whose_answers_have_no_price_has_none():
    assert list_price(ModelName("openai", "text-embedding-3-small")) is None


def test_a_compatible_endpoint_charges_by_its_address_not_by_the_models_name():
    model = parse_model("compatible:anthropic/claude-sonnet-4.5")
    assert prices(compatible_url="https://openrouter.ai/api/v1").of(model) is not None
    assert prices(compatible_url="http://localhost:4000/v1").of(model) is None
    assert prices().of(model) is None


def test_the_operators_price_goes_before_the_list():
    own = prices(model_prices="llama3=0/0, gpt-5=2/3, compatible:gpt-5-mini=7/7")
    assert own.of(parse_model("llama3")).nanos(Usage(5_000, 900)) == 0
    assert own.of(parse_model("gpt-5")).nanos(Usage(1_000_000, 1_000_000)) == 5_000_000_000
    assert own.of(parse_model("compatible:gpt-5-mini")).nanos(Usage(1_000_000)) == 7_000_000_000
    assert own.of(parse_model("gpt-5-mini")) == list_price(parse_model("gpt-5-mini"))


def test_names_with_colons_slashes_and_equal_signs_can_be_priced():
    read = parse_prices("qwen/qwen3:8b=0.2/0.8 ,, odd=name=1/2")
    assert list(read) == ["qwen/qwen3:8b", "odd=name"]
    assert read["qwen/qwen3:8b"].received == Decimal("0.0000008")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("llama3", "llama3"),
        ("llama3=1", "llama3=1"),
        ("=1/2", "=1/2"),
        ("a=1/2, b=cheap/2", "cheap"),
        ("a=-1/2", "-1"),
        ("a=1/nan", "nan"),
        ("a=1/inf", "inf"),
        ("a=1/99999", "99999"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_is_wrong_with_it(text, named):
    with pytest.raises(InvalidRequest) as refused:
        prices(model_prices=text)
    assert refused.value.message == "setting_prices"
    assert "TIDINGS_MODEL_PRICES" in refused.value.tech_message
    assert named in refused.value.tech_message
    assert refused.value.params["value"] in text


def test_the_smallest_cost_is_rounded_up():
    price = Price(*[Decimal("0.0000000001")] * 4)
    assert price.nanos(Usage(1, 0)) == 1
    assert price.nanos(Usage()) == 0


def test_the_worst_case_covers_a_prompt_that_goes_into_the_cache():
    claude = list_price(ModelName("anthropic", "claude-sonnet-4-5"))
    for usage in usages(2, 200):
        assert claude.nanos(usage) <= claude.worst(usage.sent, usage.received)
    assert claude.worst(1_000_000, 0) > claude.nanos(Usage(1_000_000))


def test_more_cached_than_sent_is_never_paid_back():
    gemini = list_price(parse_model("gemini-2.5-pro"))
    assert gemini.nanos(Usage(100, 0, cached=10_000, written=10_000)) == gemini.nanos(Usage(100, 0, 100))


def test_a_list_price_is_looked_up_again_each_minute(monkeypatch):
    model, asked = parse_model("gemini-2.5-flash"), []

    def counted(*key):
        asked.append(key)
        return list_price(*key)

    monkeypatch.setattr("tidings.llm.prices.list_price", counted)
    for moment in (6e9, 6e9 + 59, 6e9 + 60):
        monkeypatch.setattr("tidings.llm.prices.time.time", lambda now=moment: now)
        assert prices().of(model) == list_price(model)
    assert len(asked) == 2
