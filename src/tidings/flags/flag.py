"""The flags by name, what else is decided by user, and the name under which providers know a user."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b


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


class Track(StrEnum):
    """Whether a user has what is being rolled out."""

    STABLE = "stable"
    CANARY = "canary"


class Fault(StrEnum):
    """What a drill does to a command."""

    NONE = "none"
    FAIL = "fail"
    SLOW = "slow"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Drill:
    """The drill that a user's commands are part of."""

    fault: Fault = Fault.NONE
    slow_seconds: float = 0.0


# The flag of drills. It has no setting: nothing but a flags file or a rollout can start one.
DRILL = "drill"
# The flag that says who is on which track; it stands in no file, a running rollout makes it.
TRACK = "track"


def targeting_key(user: str) -> str:
    """The name under which providers know a user: always the same, and not the user's own."""
    return blake2b(user.encode(), digest_size=16, person=b"tidings flags").hexdigest()
