"""Who is asked for flags: OpenFeature's provider of flagd over a file of this process, or one in memory."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from tidings.flags.document import Document, is_targeted
from tidings.flags.flag import targeting_key

if TYPE_CHECKING:
    from openfeature.evaluation_context import EvaluationContext
    from openfeature.flag_evaluation import FlagEvaluationDetails
    from openfeature.provider import FeatureProvider

log = structlog.get_logger(__name__)

# Each evaluator has a domain of its own: neither the provider of a program that holds Tidings is touched, nor
# that of another engine.
_numbers = count(1)

# How often the provider looks whether the file changed. A change comes with a new provider, so that this is
# only for who edits the file of a process by hand.
_POLL_MILLISECONDS = 1000
# A folder younger than this may be one whose process is about to lock it.
_SETTLING_SECONDS = 60


class Evaluator:
    """One provider, asked through a client of its own."""

    def __init__(self, provider: FeatureProvider) -> None:
        # Here, as they take 10 ms to import, which a program that asks for no flag need not wait for.
        from openfeature import api

        self._domain = f"tidings-{next(_numbers)}"
        api.set_provider_and_wait(provider, self._domain)
        self._client = api.get_client(self._domain)

    def boolean(self, flag: str, default: bool, user: str | None) -> FlagEvaluationDetails[bool]:
        """What a flag of two values is for this user."""
        return self._client.get_boolean_details(flag, default, _context(user))

    def text(self, flag: str, default: str, user: str | None) -> FlagEvaluationDetails[str]:
        """What a flag of several values is for this user."""
        return self._client.get_string_details(flag, default, _context(user))

    def close(self) -> None:
        """Let the provider go, with its thread."""
        from openfeature import api
        from openfeature.provider.no_op_provider import NoOpProvider

        api.set_provider(NoOpProvider(), self._domain)


class RuntimeFile:
    """The document in force, in a folder of this process alone; what a process leaves, the next removes."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._lock: int | None = None

    def write(self, document: Document) -> Path:
        """Replace the document at once, so that nobody reads half of one."""
        folder = self._folder or self._make()
        path = folder / "flags.json"
        unfinished = folder / "flags.new"
        unfinished.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.replace(path)
        return path

    def close(self) -> None:
        """Let the next process remove it; the provider's thread may look at it once more."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = self._folder = None

    def _make(self) -> Path:
        self._parent.mkdir(parents=True, exist_ok=True)
        for left in self._parent.iterdir():
            _remove_if_left(left)
        folder = Path(tempfile.mkdtemp(dir=self._parent))
        # Held as long as the process lives, on whatever machine or in whatever container that is.
        self._lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self._folder = folder
        return folder


def provider_of(document: Document, file: RuntimeFile) -> FeatureProvider:
    """The provider that answers from this document.

    Where nothing depends on the user, no evaluator of rules is needed, whose import takes 0.1 to 0.25 s.
    """
    if not is_targeted(document):
        return _in_memory(document)
    from openfeature.contrib.provider.flagd import FlagdProvider
    from openfeature.contrib.provider.flagd.config import ResolverType

    return FlagdProvider(
        resolver_type=ResolverType.FILE,
        offline_flag_source_path=str(file.write(document)),
        deadline_ms=_POLL_MILLISECONDS,
    )


def _in_memory(document: Document) -> FeatureProvider:
    from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

    flags: dict[str, InMemoryFlag[Any]] = {
        name: InMemoryFlag(flag["defaultVariant"], flag["variants"], flag_metadata=flag.get("metadata") or {})
        for name, flag in document["flags"].items()
    }
    return InMemoryProvider(flags)


def _remove_if_left(folder: Path) -> None:
    """Remove a folder whose process is gone."""
    try:
        if time.time() - folder.stat().st_mtime < _SETTLING_SECONDS:
            return
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # another process was quicker
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    except (BlockingIOError, FileNotFoundError):
        log.debug("flags_folder_in_use", folder=folder.name)
    finally:
        os.close(handle)


def _context(user: str | None) -> EvaluationContext | None:
    from openfeature.evaluation_context import EvaluationContext

    return EvaluationContext(targeting_key(user)) if user is not None else None
