"""The flags of an engine: asked by user, kept in step with the flags file and with what is rolled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from tidings.errors import InvalidRequest, TidingsError
from tidings.flags.document import Document, bundled, is_open, read_document, rolled_out, settled
from tidings.flags.flag import DRILL, TRACK, Drill, Fault, Flag, Track
from tidings.flags.provider import Evaluator, RuntimeFile, provider_of
from tidings.observability import metrics
from tidings.settings import Settings
from tidings.store.rollouts import Share

if TYPE_CHECKING:
    from openfeature.flag_evaluation import FlagEvaluationDetails
    from openfeature.provider import FeatureProvider

log = structlog.get_logger(__name__)

T = TypeVar("T")

# Users by which the share of a flag is estimated where rules decide: within 3 points, in 25 ms.
_SAMPLED = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with the provider that answers from it."""

    document: Document
    shares: tuple[Share, ...]
    evaluator: Evaluator


class Flags:
    """Asks an OpenFeature provider; where that fails, what the settings say holds. Safe to share."""

    def __init__(self, provider: FeatureProvider, defaults: Mapping[Flag, bool]) -> None:
        self._evaluator = Evaluator(provider)
        self._defaults = dict(defaults)
        self._source: _Source | None = None
        self._document: Document | None = None
        self._shares: Sequence[Share] = ()

    @classmethod
    def from_settings(cls, settings: Settings) -> Flags:
        """Flags as the flags file says, and the settings where it says nothing.

        Raises InvalidRequest where that file is wrong.
        """
        source = _Source(settings)
        flags = cls(
            provider_of(source.document, source.file),
            {flag: bool(getattr(settings, flag.setting)) for flag in Flag},
        )
        flags._source, flags._document = source, source.document
        return flags

    def on(self, flag: Flag, user: str | None = None) -> bool:
        """Whether the flag is on for this user; None is nobody in particular. Takes 10 to 60 microseconds."""
        default = self._defaults[flag]
        return bool(_value(flag, self._evaluator.boolean(flag, default, user), default))

    def track(self, user: str | None = None) -> Track:
        """Whether this user is given what is being rolled out."""
        if self._document is None or TRACK not in self._document["flags"]:
            return Track.STABLE
        return Track(_value(TRACK, self._evaluator.text(TRACK, Track.STABLE, user), Track.STABLE))

    def drill(self, user: str | None = None) -> Drill:
        """The drill that this user's commands are part of."""
        if self._document is None:
            return Drill()
        details = self._evaluator.text(DRILL, Fault.NONE, user)
        seconds = details.flag_metadata.get("slow_seconds", 0.0)
        return Drill(Fault(_value(DRILL, details, Fault.NONE)), float(seconds))

    def variants(self, flag: str) -> tuple[str, ...] | None:
        """What can be rolled out of a flag; None where there is no such flag."""
        definition = self.document["flags"].get(flag)
        if definition is None:
            return None
        return tuple(name for name in definition["variants"] if is_open(self.document, flag, name))

    @property
    def document(self) -> Document:
        """What is in force, in flagd's format."""
        return self._document if self._document is not None else bundled()

    def prepare(self, shares: Sequence[Share]) -> Prepared | None:
        """What the file says now and what is rolled out, ready to be asked; None where nothing changed.

        A file that has become wrong changes nothing, and is told once. May take 0.3 s, in any thread.
        """
        if self._source is None:
            return None
        self._source.read_again()
        document = rolled_out(self._source.document, shares) if shares else self._source.document
        if document == self._document:
            return None
        try:
            return Prepared(document, tuple(shares), Evaluator(provider_of(document, self._source.file)))
        except OSError as error:
            _told("file", str(error.strerror))
            return None

    def adopt(self, prepared: Prepared) -> None:
        """Let it hold from now on.

        In the thread of the event loop, so that a command that asks for several flags without waiting in
        between has them all of one document.
        """
        before, self._evaluator = self._evaluator, prepared.evaluator
        self._document, self._shares = prepared.document, prepared.shares
        before.close()
        rolled = [f"{share.flag}={share.variant}:{share.percent}" for share in prepared.shares]
        log.info("flags_changed", rollouts=rolled)

    def close(self) -> None:
        """Let the provider go."""
        self._evaluator.close()
        if self._source is not None:
            self._source.file.close()

    def measure(self) -> None:
        """Say how many users have what; in any thread."""
        document = self.document
        sample = [str(number) for number in range(_SAMPLED)]
        for flag in Flag:
            asked = sample if document["flags"][flag].get("targeting") else [None]
            metrics.flag_share.labels(flag).set(sum(self.on(flag, user) for user in asked) / len(asked))
        running = {share.flag: share.percent / 100 for share in self._shares if share.running}
        for name in (*Flag, DRILL):
            metrics.canary_share.labels(name).set(running.get(name, 0.0))


class _Source:
    """Where flags come from before anything is rolled out: a file, read again when it changes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path: Path | None = settings.flags_file
        self._seen = self._stamp()
        self.document = settled(read_document(self._path) if self._path else bundled(), settings)
        self.file = RuntimeFile(settings.data_dir / "flags")

    def read_again(self) -> None:
        """Read the file if it was changed; one that is wrong is told, and the last good one stays."""
        stamp = self._stamp()
        if self._path is None or stamp == self._seen:
            return
        self._seen = stamp
        try:
            self.document = settled(read_document(self._path), self._settings)
        except InvalidRequest as error:
            _told("file", error.tech_message)

    def _stamp(self) -> tuple[int, int, int] | None:
        """What changes with the file; None where there is none."""
        try:
            state = self._path.stat() if self._path else None
        except OSError:
            return None
        return (state.st_mtime_ns, state.st_size, state.st_ino) if state else None


def _value(flag: str, details: FlagEvaluationDetails[T], default: Any) -> Any:
    """The value, or what the settings say where the provider failed."""
    if details.error_code is None:
        return details.value
    reason = details.error_code.value.lower()
    metrics.flag_errors.labels(flag, reason).inc()
    log.warning("flag_default", flag=flag, reason=reason, detail=details.error_message, on=default)
    return default


def _told(reason: str, detail: str) -> None:
    metrics.flag_errors.labels("all", reason).inc()
    log.warning("flags_kept", reason=reason, detail=detail)


def told_database(error: TidingsError) -> None:
    """Say that what is rolled out could not be read, and that it stays as it was."""
    _told("database", error.tech_message)
