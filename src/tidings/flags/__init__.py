"""What can be switched on and off, and for whom it is on."""

from tidings.flags.flag import DRILL, Drill, Flag, Track, targeting_key
from tidings.flags.flags import Flags
from tidings.flags.refreshing import flags_now, refreshing

__all__ = ["DRILL", "Drill", "Flag", "Flags", "Track", "flags_now", "refreshing", "targeting_key"]
