"""Everything that lasts, in one file, and back: `make` and `restore`."""

from tidings.backup.making import Made, make
from tidings.backup.restoring import Restored, restore

__all__ = ["Made", "Restored", "make", "restore"]
