"""Stories that turn out to be one."""

from __future__ import annotations

from invented_reports import report

from tidings.stories import ActiveStories, Affinity


def test_an_article_that_fits_two_stories_of_one_event_unites_them() -> None:
    strict = ActiveStories(Affinity(join=0.999_999))
    strict.assign([report(1, 1, at=0.0), report(2, 1, at=10.0)])
    assert len(strict) == 2
    live = ActiveStories(Affinity(join=0.3, merge=0.5))
    live.load([strict.state(1), strict.state(2)])
    (placed,) = live.assign([report(3, 1, at=20.0)])
    assert placed.merge is not None
    assert placed.story_id == placed.merge.into
    assert {placed.merge.absorbed, placed.merge.into} == {1, 2}
    assert placed.merge.shown_by == 3
    assert len(live) == 1
    assert live.state(placed.merge.into).size == 3


def test_an_article_between_two_events_does_not_unite_them() -> None:
    live = ActiveStories(Affinity(join=0.3, merge=0.9))
    live.assign([report(1, 1), report(2, 2), report(3, 1), report(4, 2)])
    (placed,) = live.assign([report(5, 1, nearness=0.7, towards=2)])
    assert placed.merge is None
    assert len(live) >= 2
