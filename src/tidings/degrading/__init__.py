"""Degrading by itself: which level the alerts ask for, and a task that sets it."""

from tidings.degrading.obeying import obey
from tidings.degrading.rule import Reason, Sight, decide

__all__ = ["Reason", "Sight", "decide", "obey"]
