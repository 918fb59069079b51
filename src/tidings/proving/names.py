"""Names: what a topic or a story may be called, as far as its own articles bear the words out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from tidings.agents import topic_modeler
from tidings.agents.topic_modeler import LABEL_LIMIT, STORY_LABEL_LIMIT
from tidings.findings import Findings, leads
from tidings.policy.gate import Refused
from tidings.policy.labels import label_holds
from tidings.policy.reasons import Reason
from tidings.policy.wording import is_in
from tidings.prose.facts import emerging_facts, topic_facts
from tidings.schemas.results import Result, SentimentResult, TopicsResult, TrendsResult
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS, cut
from tidings.trends.view import StoryTrend, TopicTrend, TrendsView

# Articles read of a topic whose name its first article does not have: enough to see what they have in common.
READ = 8
# Articles told of with a name that was refused; the label is theirs.
_CITED = 2

Texts = Mapping[int, StoredArticle]
_NONE: Texts = MappingProxyType({})
T = TypeVar("T", TopicTrend, StoryTrend)


@dataclass(frozen=True, slots=True)
class Naming:
    """A name in question, and the articles it is of, the most telling first."""

    label: str
    article_ids: tuple[int, ...]

    def holds_at_once(self, texts: Texts) -> bool:
        """Whether it is the title of the first article, which needs no reading of the others."""
        first = texts.get(self.article_ids[0]) if self.article_ids else None
        return first is not None and is_title(self.label, [first])

    def is_of(self, texts: Texts) -> bool:
        """Whether it is the title of one of these articles."""
        return is_title(self.label, [texts[key] for key in self.article_ids if key in texts])


def namings(view: TrendsView) -> list[Naming]:
    """What the view calls its topics and its emerging stories."""
    topics = [Naming(cut(topic.label, LABEL_LIMIT), _ids_of(topic)) for topic in view.topics]
    stories = [
        Naming(cut(story.label, STORY_LABEL_LIMIT), story.article_ids[:READ]) for story in view.emerging
    ]
    return list({naming.label: naming for naming in (*stories, *topics)}.values())


def _ids_of(topic: TopicTrend) -> tuple[int, ...]:
    """The articles of the story that gives the topic its name first."""
    lead = topic.stories[0].article_ids[: READ // 2] if topic.stories else ()
    return tuple(dict.fromkeys((*lead, *topic.article_ids)))[:READ]


def is_title(label: str, articles: Sequence[StoredArticle]) -> bool:
    """Whether a label is a title of theirs, perhaps cut, perhaps led by a name that one of them has."""
    name, _, rest = label.partition(": ")
    for article in articles:
        if _is_cut_from(label, article.title):
            return True
        if rest and _is_cut_from(rest, article.title):
            return any(name in other.text for other in articles)
    return False


def _is_cut_from(label: str, title: str) -> bool:
    """Whether a label is a title, or its beginning where an ellipsis says so."""
    return label == title or (label.endswith(ELLIPSIS) and title.startswith(label.removesuffix(ELLIPSIS)))


def is_borne_out(label: str, articles: Sequence[StoredArticle], words: str) -> bool:
    """Whether the articles bear a label out: as a title of theirs, or else its words one by one."""
    if not articles:
        return False
    lang = words if is_in(label, words) else articles[0].lang
    return is_title(label, articles) or label_holds(label, [article.text for article in articles], lang)


def other_names(
    doubtful: Iterable[Naming], taken: Iterable[str], texts: Texts, words: str, kept_out: Texts = _NONE
) -> dict[Naming, str | None]:
    """A plainer name for each that its articles do not bear out; None where there is none.

    A title of an article that is `kept_out` is no name, unless another has it too.
    """
    used, renamed = set(taken), dict[Naming, str | None]()
    for naming in doubtful:
        articles = [texts[key] for key in naming.article_ids if key in texts]
        if naming.is_of(kept_out) or not is_borne_out(naming.label, articles, words):
            titles = (cut(article.title, LABEL_LIMIT) for article in articles)
            renamed[naming] = next((title for title in titles if title not in used), None)
            used.add(renamed[naming] or "")
    return renamed


def refusals(renamed: Iterable[Naming], kept_out: Texts) -> Iterator[Refused]:
    """The labels that were not let through, with the articles they named."""
    for naming in renamed:
        reason = Reason.ADDRESS_REFUSED if naming.is_of(kept_out) else Reason.LABEL_UNPROVED
        yield Refused("label", naming.label, reason, naming.article_ids[:_CITED])


def renamed_findings(findings: Findings, renamed: Mapping[str, str | None]) -> Findings:
    """The findings with these other names; what no name holds for is left out."""
    if findings.view is None:
        return findings
    view = replace(
        findings.view,
        topics=tuple(_renamed(findings.view.topics, renamed, LABEL_LIMIT)),
        emerging=tuple(_renamed(findings.view.emerging, renamed, STORY_LABEL_LIMIT)),
    )
    facts = replace(findings.facts, subjects=topic_facts(view), emerging=emerging_facts(view))
    result = _result_of(view, findings.result, renamed)
    return replace(findings, view=view, facts=facts, result=result, cards=leads(facts))


def _renamed(items: Iterable[T], renamed: Mapping[str, str | None], limit: int) -> Iterator[T]:
    for item in items:
        label = cut(item.label, limit)
        name = renamed.get(label, label)
        if name is not None:
            yield item if name == label else replace(item, label=name)


def _result_of(view: TrendsView, result: Result, renamed: Mapping[str, str | None]) -> Result:
    if isinstance(result, TopicsResult):
        return topic_modeler.topics_result(view)
    if not isinstance(result, TrendsResult):
        return result
    tone = _with_names(result.sentiment, renamed)
    return topic_modeler.trends_result(view).model_copy(update={"sentiment": tone})


def _with_names(tone: SentimentResult, renamed: Mapping[str, str | None]) -> SentimentResult:
    named = [(aspect, renamed.get(aspect.name, aspect.name)) for aspect in tone.aspects]
    aspects = tuple(aspect.model_copy(update={"name": name}) for aspect, name in named if name is not None)
    return tone.model_copy(update={"aspects": aspects})
