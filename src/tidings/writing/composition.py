"""Composition: what of a model's draft becomes part of the findings; every figure is counted anew by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from tidings.agents import keyphrase_mining, sentiment_emotion, topic_modeler
from tidings.agents.prompts.keyphrase_mining import KeyphrasesDraft, refined
from tidings.agents.prompts.query_expansion import ExpansionDraft, Vocabulary, hinted
from tidings.agents.prompts.sentiment_emotion import SentimentDraft, chosen_aspects
from tidings.agents.prompts.topic_modeler import TopicsDraft, groupings
from tidings.agents.sentiment_emotion import ASPECTS, FeltPhrase, polarity
from tidings.findings import Findings, aspect_facts, keyword_facts, leads
from tidings.llm.task import Document, Reply
from tidings.messages.phrase import Lang
from tidings.policy.labels import label_holds
from tidings.prose.facts import topic_facts
from tidings.prose.insights import quotes_naming
from tidings.quotes import naming_quote, reference
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import Aspect, KeywordsResult, SentimentResult, TopicsResult, TrendsResult
from tidings.store.articles import StoredArticle
from tidings.text.naming import Subject, subject_of
from tidings.text.tokens import index_stems, tokenize
from tidings.trends.regrouping import Grouping, regrouped
from tidings.trends.view import TopicTrend, TrendsView

# What this many articles say is not one writer's word.
_SEVERAL = 2


def with_topics(findings: Findings, draft: TopicsDraft, lang: Lang, skipped: Counter[str]) -> Findings:
    """The findings with topics grouped and named as drafted, as far as their articles bear the names out."""
    if findings.view is None:
        return findings
    wanted = groupings(draft, findings.view.topics, skipped)
    view = regrouped(findings.view, _named(wanted, findings, lang, skipped))
    facts = replace(findings.facts, subjects=topic_facts(view))
    result = findings.result
    if isinstance(result, TrendsResult):
        result = topic_modeler.trends_result(view)
    elif isinstance(result, TopicsResult):
        result = topic_modeler.topics_result(view)
    return replace(findings, result=result, facts=facts, cards=leads(facts), view=view)


def _named(
    wanted: Sequence[Grouping], findings: Findings, lang: Lang, skipped: Counter[str]
) -> list[Grouping]:
    """The groupings, each with its label only where it is proved and nothing else is called so.

    Figures are looked up by label: two things of one name would share them.
    """
    taken = {fact.label.casefold() for fact in (*findings.facts.subjects, *findings.facts.emerging)}
    topics = findings.view.topics if findings.view else ()
    named = []
    for item in wanted:
        members = [topics[place] for place in item.members]
        own = {topic.label.casefold() for topic in members}
        label = item.label
        if label is not None and label.casefold() in taken - own:
            skipped["label_taken"] += 1
            label = None
        elif label is not None and not _is_borne_out(label, members, findings, lang):
            skipped["label_unproved"] += 1
            label = None
        if label is not None:
            taken.add(label.casefold())
        named.append(replace(item, label=label))
    return named


def _is_borne_out(label: str, topics: Sequence[TopicTrend], findings: Findings, lang: Lang) -> bool:
    """Whether the topics' articles bear the label out, and it has no word of one article alone.

    A name planted in one article does not become that of a whole topic. Words of the headlines are free; so
    is a telling word that no article uses, where others carry it, but no "not", "never" or "without".
    """
    articles = _articles_of(topics, findings)
    texts = [article.text for article in articles]
    headlines = frozenset[str]().union(*(subject_of(topic.label, lang) for topic in topics))
    said, telling = subject_of(label, lang), _stems(label, lang)
    uses = _uses((said | telling) - headlines, articles)
    common = {stem for stem, count in uses.items() if count >= min(_SEVERAL, len(articles))} | headlines
    coined = {stem for stem in telling if stem not in uses} - common
    return (
        said <= common | coined
        and 2 * len(telling & common) >= len(telling) > 0
        and label_holds(label, texts, lang)
    )


def _uses(wanted: Collection[str], articles: Iterable[StoredArticle]) -> Counter[str]:
    """How many of the articles use each of these stems, as far as it takes to find each in several."""
    uses: Counter[str] = Counter()
    for article in articles:
        if all(uses[stem] >= _SEVERAL for stem in wanted):
            break
        uses.update(subject_of(article.text, article.lang).intersection(wanted))
    return uses


def _stems(text: str, lang: str) -> set[str]:
    return set(index_stems(tokenize(text), lang))


def _articles_of(topics: Sequence[TopicTrend], findings: Findings) -> list[StoredArticle]:
    """The articles of these topics that were read."""
    ids = dict.fromkeys(key for topic in topics for key in topic.article_ids)
    return [findings.articles[key] for key in ids if key in findings.articles]


def with_topic_aspects(
    findings: Findings, before: TrendsView, reply: Reply[SentimentDraft], skipped: Counter[str]
) -> Findings:
    """A trends answer's tone with what it is about: topics, each with its own tone and a quote.

    `before` is the view whose topics the model was told of; `findings` may have grouped them since.
    """
    result, view = findings.result, findings.view
    if not isinstance(result, TrendsResult) or view is None:
        return findings
    given = given_articles(reply.documents, findings.articles)
    aspects: dict[int, Aspect] = {}
    for choice in chosen_aspects(reply.draft, len(before.topics), skipped):
        home = _home(before.topics[choice.place].article_ids, view)
        fact = findings.facts.subjects[home]
        article = given.get(choice.doc_id)
        # Another topic's article may name this one's town: what it says is not about this topic.
        own = article is not None and article.id in view.topics[home].article_ids
        shown = _shown(article if own else None, fact.subjects)
        refs = (shown,) if shown else quotes_naming(fact, findings.articles)
        if refs and home not in aspects:
            aspects[home] = Aspect(name=fact.label, score=polarity(fact.tone), evidence_ref=refs[0])
    tone = result.sentiment.model_copy(update={"aspects": tuple(aspects.values())[:ASPECTS]})
    return replace(findings, result=result.model_copy(update={"sentiment": tone}))


def _home(article_ids: Collection[int], view: TrendsView) -> int:
    """The place of the topic that holds all of these articles, or most of them."""
    wanted = set(article_ids)
    return max(
        range(len(view.topics)), key=lambda place: len(wanted.intersection(view.topics[place].article_ids))
    )


def with_aspects(findings: Findings, reply: Reply[SentimentDraft], skipped: Counter[str]) -> Findings:
    """The findings with their aspects in the drafted order, those that are one thing as one."""
    if not isinstance(findings.result, SentimentResult):
        return findings
    given = given_articles(reply.documents, findings.articles)
    chosen = chosen_aspects(reply.draft, len(findings.felt), skipped)
    told = {place for choice in chosen for place in (choice.place, *choice.same)}
    felt = (
        *(_quoted_anew(findings.felt[choice.place], given.get(choice.doc_id)) for choice in chosen),
        *(item for place, item in enumerate(findings.felt) if place not in told),
    )
    result = findings.result.model_copy(update={"aspects": sentiment_emotion.felt_aspects(felt)})
    facts = replace(findings.facts, aspects=aspect_facts(felt), tone=result)
    return replace(findings, result=result, facts=facts, felt=felt)


def _quoted_anew(item: FeltPhrase, article: StoredArticle | None) -> FeltPhrase:
    """The aspect with a quote of this article, where it names it."""
    return replace(item, ref=_shown(article, (item.phrase.stems,)) or item.ref)


def _shown(article: StoredArticle | None, subjects: Sequence[Subject]) -> EvidenceRef | None:
    quote = naming_quote(article, subjects) if article else None
    return reference(article, quote) if article and quote else None


def with_keyphrases(
    findings: Findings, ranked: Sequence[int], draft: KeyphrasesDraft, skipped: Counter[str]
) -> Findings:
    """The findings with their keyphrases as drafted; scores, norms and counts are those computed."""
    if not isinstance(findings.result, KeywordsResult):
        return findings
    phrases = tuple(refined(draft, findings.phrases, skipped))
    mined = keyphrase_mining.contract(phrases, findings.articles, ranked)
    result = mined.model_copy(update={"expansion_hint": findings.result.expansion_hint})
    facts = replace(findings.facts, subjects=keyword_facts(phrases, result))
    return replace(findings, result=result, facts=facts, phrases=phrases)


def with_expansion(
    findings: Findings, query: str, lang: Lang, reply: Reply[ExpansionDraft], skipped: Counter[str]
) -> Findings:
    """The findings with another hint for the query, in words that its matches use."""
    result = findings.result
    if not isinstance(result, KeywordsResult) or result.expansion_hint is None:
        return findings
    words = _vocabulary(findings, reply.documents)
    hint = hinted(reply.draft, result.expansion_hint, query, words, lang=lang, skipped=skipped)
    return replace(findings, result=result.model_copy(update={"expansion_hint": hint}))


def _vocabulary(findings: Findings, documents: Sequence[Document]) -> Vocabulary:
    """The stems of the matches' phrases, titles, and of what a model was shown of them."""
    shown = {document.article_id: document.passage for document in documents}
    uses: Counter[str] = Counter()
    for article in findings.articles.values():
        phrases = (stem for _, norm, *_ in article.keyphrases for stem in norm.split())
        uses.update({*phrases, *_stems(f"{article.title}\n{shown.get(article.id, '')}", article.lang)})
    least = min(_SEVERAL, len(findings.articles))
    mined = {stem for phrase in findings.phrases for stem in subject_of(phrase.phrase, phrase.lang)}
    common = mined.union(stem for stem, count in uses.items() if count >= least)
    return Vocabulary(frozenset(common), frozenset(uses.keys() - common))


def given_articles(
    documents: Sequence[Document], articles: Mapping[int, StoredArticle]
) -> dict[str, StoredArticle]:
    """The articles a model was given, by the ids it knows them under."""
    return {document.id: articles[document.article_id] for document in documents}
