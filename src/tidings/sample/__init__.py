"""The bundled sample: a week of invented news, and a list of real feeds to start with."""

from __future__ import annotations

from importlib.resources import files

from tidings.sample.corpus import SampleArticle, articles, catalogue

__all__ = ["SampleArticle", "articles", "catalogue", "starter_feeds"]


def starter_feeds() -> str:
    """OPML text of about forty public news feeds in Russian and English."""
    return files(__package__).joinpath("feeds.opml").read_text(encoding="utf-8")
