"""What readers follow: stories, names and queries; what came for them; what they are told of it, and when."""

from tidings.following.names import KnownName, find_name
from tidings.following.news import Alert, Follow, FollowNews, NewsArticle, StoryNews
from tidings.following.subscriptions import (
    Followed,
    end_all,
    follow_name,
    follow_query,
    follow_story,
    list_of,
    unfollow,
)

__all__ = [
    "Alert",
    "Follow",
    "FollowNews",
    "Followed",
    "KnownName",
    "NewsArticle",
    "StoryNews",
    "end_all",
    "find_name",
    "follow_name",
    "follow_query",
    "follow_story",
    "list_of",
    "unfollow",
]
