"""Judged trials: what the gate said of sentences whose truth is known, and how often it was right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track

from bench._claims import languages
from bench._shares import Share
from bench._trials import CORPORA, Trial
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reasons import Reason
from tidings.policy.sentences import check_sentence

# Alterations of which at most 1 % may pass, of all 5 %. A sister's headline is of another source.
SWAPS = ("number", "date", "name", "source", "sister")
# The first files of claims with the pairs of 2020, for which the aims are set; those files alone, what is
# known of them and held out; and those that were written later.
TOGETHER = {
    "all": ("known_", "held_", "pairs_"),
    "claims": ("known_", "held_"),
    "known": ("known_",),
    "held": ("held_",),
    "known2": ("known2_",),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A trial, and why it was not let through."""

    trial: Trial
    reason: Reason | None

    @property
    def passed(self) -> bool:
        """Whether it was."""
        return self.reason is None

    @property
    def is_wrong(self) -> bool:
        """Whether a true one was stopped, or a false one let through."""
        return self.passed != self.trial.is_true

    @property
    def abstained(self) -> bool:
        """Whether nothing could be told, which counts as not passed."""
        return self.reason is not None and self.reason.outcome == "abstain"


@dataclass(frozen=True, slots=True)
class Tally:
    """What passed of the true trials and of the false ones, and how many could not be told."""

    true: Share
    false: Share
    abstained: Share

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> Tally:
        """Counted."""
        known = list(judged)
        return cls(
            Share.among(one.passed for one in known if one.trial.is_true),
            Share.among(one.passed for one in known if not one.trial.is_true),
            Share.among(one.abstained for one in known),
        )

    @property
    def told_apart(self) -> float:
        """Share of the true that pass, less share of the false that do: 1 is perfect, 0 is chance."""
        return self.true.value - self.false.value

    def figures(self, name: str) -> dict[str, float]:
        """As figures of which higher is better; none of what there is none of."""
        found = {}
        if self.true.of:
            found[f"{name}.true_pass"] = self.true.value
        if self.false.of:
            found[f"{name}.false_stopped"] = 1 - self.false.value
        return found


def judge(trials: Sequence[Trial], likeness: Likeness, console: Console) -> list[Judged]:
    """Every trial by the rules of the gate."""
    shown = track(trials, "Held against their articles", console=console, transient=True)
    return [Judged(trial, check_sentence(trial.text, trial.articles, likeness)) for trial in shown]


def groups(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """Claims and pairs together, the claims, the known and the held ones, and then every set by itself."""
    found: dict[str, list[Judged]] = {name: [] for name in TOGETHER}
    for one in judged:
        group = one.trial.group
        found.setdefault(group, []).append(one)
        for name, start in TOGETHER.items():
            if group.startswith(start):
                found[name].append(one)
    return {name: some for name, some in found.items() if some}


def by_languages(claims: Iterable[Judged]) -> dict[str, list[Judged]]:
    """Claims by what they are said in and, where it differs, what they are about."""
    found: dict[str, list[Judged]] = {}
    for one in claims:
        found.setdefault(" on ".join(dict.fromkeys(languages(one.trial.group))), []).append(one)
    return found


def of_kinds(judged: Iterable[Judged], kinds: Sequence[str]) -> list[Judged]:
    """Those whose false side is altered in one of these ways."""
    return [one for one in judged if one.trial.kind in kinds]


def figures(by_group: Mapping[str, Sequence[Judged]]) -> dict[str, float]:
    """Shares of the true that pass and of the false that are stopped, by set; in the large ones by kind."""
    found: dict[str, float] = {}
    for name, some in by_group.items():
        found |= Tally.of(some).figures(name)
        if name in (*TOGETHER, *CORPORA):
            for kind in dict.fromkeys(one.trial.kind for one in some):
                found |= Tally.of(of_kinds(some, (kind,))).figures(f"{name}.{kind}")
        if name in TOGETHER:
            found |= Tally.of(of_kinds(some, SWAPS)).figures(f"{name}.swaps")
    return found
