"""The archive: answers as they were given, kept with everything that was judged on the way."""

from tidings.archive.explaining import explanation
from tidings.archive.keeping import Given, keep

__all__ = ["Given", "explanation", "keep"]
