"""The archive: answers as they were given, kept with everything that was judged on the way."""

from tidings.archive.explaining import counted_articles, explanation
from tidings.archive.keeping import Given, keep
from tidings.archive.listing import kept_answers
from tidings.archive.workings import Workings, workings_of

__all__ = ["Given", "Workings", "counted_articles", "explanation", "keep", "kept_answers", "workings_of"]
