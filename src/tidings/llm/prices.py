"""Prices: what a token costs, by the operator's list or the published ones; without one no model is asked."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from tidings.errors import InvalidRequest
from tidings.llm.models import ModelName
from tidings.llm.outcomes import NANOS, Usage
from tidings.settings import Settings

if TYPE_CHECKING:
    from genai_prices.types import ModelPrice

_MILLION = Decimal(1_000_000)
# Above any list price by far; a price beyond it is a slip of the pen, such as one a token for one a million.
_DEAREST = Decimal(10_000)

# The published price keys that Tidings' requests can meet: text in and out, and the prompt cache.
_SENT, _RECEIVED, _CACHED, _WRITTEN = "input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"
# What a model charges beside tokens would be missing from every sum, so that such a model has no known price.
_PER_REQUEST = "requests_kcount"


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars a token; `tiers` are the prices of every token of a request that sends more than so many."""

    sent: Decimal
    received: Decimal
    cached: Decimal
    written: Decimal
    tiers: tuple[tuple[int, Price], ...] = ()

    def nanos(self, usage: Usage) -> int:
        """What a request cost, in nano-dollars, rounded up."""
        price = self._at(usage.sent)
        cached = min(usage.cached, usage.sent)
        written = min(usage.written, usage.sent - cached)
        dollars = (
            price.sent * (usage.sent - cached - written)
            + price.cached * cached
            + price.written * written
            + price.received * usage.received
        )
        return math.ceil(dollars * NANOS)

    def worst(self, sent: int, received: int) -> int:
        """The most a request can cost, in nano-dollars: nothing cached, and all of it put into the cache."""
        plain = self.nanos(Usage(sent, received))
        return max(plain, self.nanos(Usage(sent, received, written=sent)))

    def _at(self, sent: int) -> Price:
        return next((price for start, price in reversed(self.tiers) if sent > start), self)


class Prices:
    """Prices of models: the operator's first, then the published ones.

    Raises InvalidRequest for an operator's list that cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._own = parse_prices(settings.model_prices)
        self._addresses = {"compatible": settings.compatible_url}

    def of(self, model: ModelName) -> Price | None:
        """A model's price; None where nobody has named one."""
        own = self._own.get(str(model)) or self._own.get(model.name)
        return own or _list_price(model, self._addresses.get(model.provider), int(time.time() // 60))


# A command asks for a dozen, all of which it needs to know which are cheaper.
@lru_cache(maxsize=256)
def _list_price(model: ModelName, address: str | None, _minute: int) -> Price | None:
    """The published price in a minute: some are other ones from a day on, or at night."""
    return list_price(model, address)


def list_price(model: ModelName, address: str | None = None) -> Price | None:
    """The published price, from the table that comes with genai-prices; nothing is fetched.

    A compatible endpoint is known by its address: the same model costs differently from another house.
    """
    from genai_prices import Usage as Nothing
    from genai_prices import calc_price

    try:
        if model.provider != "compatible":
            found = calc_price(Nothing(), model.name, provider_id=model.provider)
        elif address:
            found = calc_price(Nothing(), model.name, provider_api_url=address)
        else:
            return None
    except LookupError:
        return None
    return _price(found.model_price)


def _price(listed: ModelPrice) -> Price | None:
    """The published prices in Tidings' form; None where one that is needed is missing."""
    from genai_prices.types import TieredPrices

    if listed.input_mtok is None or listed.output_mtok is None or getattr(listed, _PER_REQUEST) is not None:
        return None
    rates = {key: getattr(listed, key) for key in (_SENT, _RECEIVED, _CACHED, _WRITTEN)}
    starts = sorted(
        {tier.start for rate in rates.values() if isinstance(rate, TieredPrices) for tier in rate.tiers}
    )
    tiers = tuple((start, _flat(rates, start)) for start in starts)
    base = _flat(rates, -1)
    return Price(base.sent, base.received, base.cached, base.written, tiers)


def _flat(rates: Mapping[str, object], start: int) -> Price:
    """The prices of a request that sends more than `start` tokens, and no more than the next tier's."""
    dollars = {key: _rate(rate, start) for key, rate in rates.items()}
    sent, received = dollars[_SENT] or Decimal(0), dollars[_RECEIVED] or Decimal(0)
    cached, written = dollars[_CACHED], dollars[_WRITTEN]
    return Price(sent, received, sent if cached is None else cached, sent if written is None else written)


def _rate(rate: object, start: int) -> Decimal | None:
    """Dollars a token in the tier that begins at `start`."""
    from genai_prices.types import TieredPrices

    if isinstance(rate, TieredPrices):
        reached = [tier.price for tier in rate.tiers if tier.start <= start]
        return (reached[-1] if reached else rate.base) / _MILLION
    return rate / _MILLION if isinstance(rate, Decimal) else None


def parse_prices(text: str) -> dict[str, Price]:
    """The operator's prices, "llama3=0/0, my-model=0.2/0.8": dollars a million tokens sent/received."""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    return dict(_entry(entry) for entry in entries)


def _entry(entry: str) -> tuple[str, Price]:
    name, _, rates = entry.rpartition("=")
    sent, _, received = rates.partition("/")
    if not name.strip() or not received.strip():
        raise _refused(f"{entry!r} is not written like my-model=0.2/0.8", entry)
    paid = _dollars(sent, entry)
    return name.strip(), Price(paid, _dollars(received, entry), paid, paid)


def _dollars(text: str, entry: str) -> Decimal:
    """Dollars a token, of dollars a million."""
    try:
        dollars = Decimal(text.strip())
    except InvalidOperation:
        raise _refused(f"{text.strip()!r} in {entry!r} is not a number", entry) from None
    if not dollars.is_finite() or not 0 <= dollars <= _DEAREST:
        raise _refused(f"{text.strip()!r} in {entry!r} is not between 0 and {_DEAREST}", entry)
    return dollars / _MILLION


def _refused(detail: str, entry: str) -> InvalidRequest:
    params = {"option": "TIDINGS_MODEL_PRICES", "value": entry, "limit": int(_DEAREST)}
    return InvalidRequest(f"TIDINGS_MODEL_PRICES: {detail}", message="setting_prices", params=params)
