"""Feature flags: what can be switched on and off, and for whom it is on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

import structlog

from tidings.observability import metrics
from tidings.settings import Settings

if TYPE_CHECKING:
    from openfeature.evaluation_context import EvaluationContext
    from openfeature.provider import FeatureProvider

log = structlog.get_logger(__name__)

# Each Flags has a domain of its own: neither the provider of a program that holds Tidings is touched, nor
# that of another engine.
_numbers = count(1)


class Flag(StrEnum):
    """What can be switched, each by the setting `flag_<name>`.

    With an agent's flag off no model is asked for it and its local analyst alone answers.
    """

    KEYPHRASE_MINING = "keyphrase_mining"
    QUERY_EXPANSION = "query_expansion"  # off: no other queries are suggested at all
    SENTIMENT_EMOTION = "sentiment_emotion"
    TOPIC_MODELER = "topic_modeler"
    RERANK = "rerank"  # off: the best articles stay in the order of the fusion rule

    @property
    def setting(self) -> str:
        """The option of `Settings` that holds it."""
        return f"flag_{self}"


class Flags:
    """Asks an OpenFeature provider; where that fails, what the settings say holds. Safe to share."""

    def __init__(self, provider: FeatureProvider, defaults: Mapping[Flag, bool]) -> None:
        # Here, as they take 10 ms to import, which a program that asks for no flag need not wait for.
        from openfeature import api

        domain = f"tidings-{next(_numbers)}"
        api.set_provider_and_wait(provider, domain)
        self._client = api.get_client(domain)
        self._defaults = dict(defaults)

    @classmethod
    def from_settings(cls, settings: Settings) -> Flags:
        """Flags that are for everybody what the settings say."""
        from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

        states = {flag: bool(getattr(settings, flag.setting)) for flag in Flag}
        variants = {"on": True, "off": False}
        return cls(
            InMemoryProvider(
                {flag.value: InMemoryFlag("on" if on else "off", variants) for flag, on in states.items()}
            ),
            states,
        )

    def on(self, flag: Flag, user: str | None = None) -> bool:
        """Whether the flag is on for this user; None is nobody in particular. Takes 10 microseconds."""
        default = self._defaults[flag]
        details = self._client.get_boolean_details(flag.value, default, _context(user))
        if details.error_code is None:
            return details.value
        reason = details.error_code.value.lower()
        metrics.flag_errors.labels(flag.value, reason).inc()
        log.warning("flag_default", flag=flag.value, reason=reason, detail=details.error_message, on=default)
        return default


def targeting_key(user: str) -> str:
    """The name under which providers know a user: always the same, and not the user's own."""
    return blake2b(user.encode(), digest_size=16, person=b"tidings flags").hexdigest()


def _context(user: str | None) -> EvaluationContext | None:
    from openfeature.evaluation_context import EvaluationContext

    return EvaluationContext(targeting_key(user)) if user is not None else None
