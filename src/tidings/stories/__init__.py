"""Stories: which reports tell of one event, decided as they arrive."""

from tidings.stories.active import ActiveStories
from tidings.stories.affinity import Affinity, Evidence, Logistic
from tidings.stories.article import Assignment, Merge, StoryArticle
from tidings.stories.state import StoryState

__all__ = [
    "ActiveStories",
    "Affinity",
    "Assignment",
    "Evidence",
    "Logistic",
    "Merge",
    "StoryArticle",
    "StoryState",
]
