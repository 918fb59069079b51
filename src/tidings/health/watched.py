"""What is watched of a process: its settings, its database and, where it has them, its models and flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tidings.flags import Flags
from tidings.llm.manager import ModelManager
from tidings.settings import Settings
from tidings.store.pool import Database


class Served(Protocol):
    """What an engine is, and what a process without one has to be."""

    @property
    def settings(self) -> Settings:
        """Where to serve, and what counts as late."""

    @property
    def db(self) -> Database:
        """What is looked at every quarter of a minute."""

    @property
    def models(self) -> ModelManager | None:
        """Whose models are available or not; None where the process asks none."""

    @property
    def flags(self) -> Flags | None:
        """What is switched on, and for how many; None where the process does not care."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A process that has no engine, as one that only polls feeds."""

    settings: Settings
    db: Database
    models: ModelManager | None = None
    flags: Flags | None = None
