"""Which outlets a reader wants."""

from __future__ import annotations

from tidings.following.choice import allowed


def test_settings_leave_the_chosen_outlets_without_the_blocked() -> None:
    known = ["A", "B", "C"]
    assert allowed(known, [], []) == ("A", "B", "C")
    assert allowed(known, ["B", "C"], ["C"]) == ("B",)
    assert allowed(known, [], ["A"]) == ("B", "C")
    assert allowed(known, ["Gone"], ["A"]) == ("B", "C")
    assert allowed(known, ["A"], ["A"]) == ()
