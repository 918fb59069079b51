"""Peers of the proof: other checkers of the same sentences, installed for the run, and two anybody writes.

Every checker is given the sentence and all the text of the articles it cites, and says whether it passes.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console

from bench._trials import CORPORA, Trial
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.reading import language_of
from tidings.text.stopwords import stop_words
from tidings.text.tokens import sentences

# These versions are what the table says; neither is a dependency of this project.
INSTALLED = ("citesure==0.2.2", "citation-integrity-check==0.1.0")
_CHECKERS = Path(__file__).with_name("_citation_checkers.py")
# What people who write such a check begin with.
WORDS_SHARED = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What one checker said of each trial, and how long it took over one."""

    checker: str
    passed: Sequence[bool]
    ms: float


@dataclass(frozen=True, slots=True)
class Published:
    """What the authors of a checker say that it lets through, of how many, on a set of their own."""

    checker: str
    kind: str
    passed: int
    of: int
    source: str


# With its model of 425 MB, which is downloaded at the first use, on English technical documentation.
PUBLISHED = (
    Published("citesure 0.2.1", "negation", 4, 32, "its README on PyPI, “Safety metrics”"),
    Published("citesure 0.2.1", "name", 7, 32, "its README on PyPI, “Safety metrics”"),
    Published("citesure 0.2.2", "negation", 0, 32, "its README on PyPI, “Safety metrics”"),
    Published("citesure 0.2.2", "name", 5, 32, "its README on PyPI, “Safety metrics”"),
)


def baselines(trials: Sequence[Trial], likeness: Likeness) -> list[Verdicts]:
    """Half of the words shared; a sentence near enough by the embedding model."""
    return [
        _timed(f"{WORDS_SHARED:.0%} of its words", by_words, trials),
        _timed("cosine, best threshold", lambda found: by_cosine(found, likeness), trials),
    ]


def installed(trials: Sequence[Trial], console: Console) -> list[Verdicts]:
    """The checkers that can be installed, in an environment that lasts as long as the run."""
    asked = json.dumps([(trial.text, trial.source) for trial in trials])
    with TemporaryDirectory() as folder:
        python = Path(folder, "bin", "python")
        try:
            venv.create(folder, with_pip=True)
            _run([python, "-m", "pip", "install", "--quiet", *INSTALLED])
            answer = _run([python, _CHECKERS], asked, home=folder)
        except (OSError, subprocess.CalledProcessError) as error:
            console.print(f"Without {', '.join(INSTALLED)}: {error}", style="yellow", highlight=False)
            return []
    return [Verdicts(name, found["passed"], found["ms"]) for name, found in json.loads(answer).items()]


def _run(command: Sequence[str | Path], text: str | None = None, home: str | None = None) -> str:
    """A program's output; it keeps what it caches in `home`, where one is given."""
    environment = {"HOME": home, "PATH": "/usr/bin:/bin"} if home else None
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def _timed(name: str, check: Callable[[Sequence[Trial]], list[bool]], trials: Sequence[Trial]) -> Verdicts:
    start = time.perf_counter()
    passed = check(trials)
    return Verdicts(name, passed, 1000 * (time.perf_counter() - start) / max(len(trials), 1))


def by_words(trials: Sequence[Trial]) -> list[bool]:
    """Whether the source has half of a sentence's words, function words left out."""
    return [_shared(trial) >= WORDS_SHARED for trial in trials]


def _shared(trial: Trial) -> float:
    said = _words(trial.text) - stop_words(language_of(trial.text))
    return len(said & _words(trial.source)) / max(len(said), 1)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def by_cosine(trials: Sequence[Trial], likeness: Likeness) -> list[bool]:
    """Whether a sentence of the source is near, by the threshold that tells the claims apart best."""
    nearest = np.array([_nearest(trial, likeness) for trial in trials])
    true = np.array([trial.is_true for trial in trials])
    claims = np.array([trial.group not in CORPORA for trial in trials])
    threshold = max(np.unique(nearest), key=lambda least: _told_apart(nearest[claims] >= least, true[claims]))
    return [bool(passes) for passes in nearest >= threshold]


def _nearest(trial: Trial, likeness: Likeness) -> float:
    source = trial.source
    told = [source[span.start : span.end] for span in sentences(source)]
    return float(likeness.of([trial.text], told).max())


def _told_apart(passed: np.ndarray, true: np.ndarray) -> float:
    """Share of the true that pass, less share of the false that do."""
    return float(passed[true].mean() - passed[~true].mean())
