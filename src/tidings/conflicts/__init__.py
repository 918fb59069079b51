"""Conflicts: where the sources of an answer contradict each other, as claims to be proved."""

from tidings.conflicts.proposing import find_conflicts

__all__ = ["find_conflicts"]
