"""The words around an answer: headings, labels and units."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "answer.trends": Phrase(en="TRENDS", ru="ТРЕНДЫ"),
    "answer.unwritten": Phrase(
        en="Cannot write the answer: {detail}.", ru="Не удаётся записать ответ: {detail}."
    ),
    "answer.keywords": Phrase(en="KEYWORDS", ru="КЛЮЧЕВЫЕ СЛОВА"),
    "answer.sentiment": Phrase(en="SENTIMENT", ru="ТОНАЛЬНОСТЬ"),
    "answer.topics": Phrase(en="TOPICS", ru="ТЕМЫ"),
    "answer.scope": Phrase(
        en="{since} – {until} {zone} · {articles:article|articles} · {sources:source|sources}",
        ru="{since} – {until} {zone} · {articles:статья|статьи|статей} · "
        "{sources:источник|источника|источников}",
    ),
    "answer.section.insights": Phrase(en="Insights", ru="Главное"),
    "answer.section.topics": Phrase(en="Topics", ru="Темы"),
    "answer.section.keyphrases": Phrase(en="Keyphrases", ru="Ключевые фразы"),
    "answer.section.sentiment": Phrase(en="Sentiment", ru="Тональность"),
    "answer.section.aspects": Phrase(en="About what", ru="К чему относится"),
    "answer.section.emerging": Phrase(en="New or far above its past", ru="Новое или резко выросшее"),
    "answer.section.emerging.cold": Phrase(
        en="More in the second half than in the first", ru="Во второй половине больше, чем в первой"
    ),
    "answer.section.gaps": Phrase(en="Quieter than usual", ru="Тише обычного"),
    "answer.section.sources": Phrase(en="Most active sources", ru="Самые активные источники"),
    "answer.section.expansion": Phrase(en="To widen or narrow", ru="Уточнить запрос"),
    "answer.section.evidence": Phrase(en="Evidence", ru="На чём основано"),
    "answer.section.warnings": Phrase(en="Please note", ru="Обратите внимание"),
    "answer.more": Phrase(
        en="and {more:more article|more articles}; --json lists them all",
        ru="и ещё {more:статья|статьи|статей}; --json покажет все",
    ),
    "answer.type.fact": Phrase(en="fact", ru="факт"),
    "answer.type.hypothesis": Phrase(en="hypothesis", ru="гипотеза"),
    "answer.type.recommendation": Phrase(en="recommendation", ru="рекомендация"),
    "answer.type.conflict": Phrase(en="sources disagree", ru="источники расходятся"),
    "answer.basis.computed": Phrase(en="computed", ru="вычислено"),
    "answer.basis.quoted": Phrase(en="quoted", ru="по цитате"),
    "answer.quote": Phrase(en="“{quote}”", ru="«{quote}»"),
    "answer.trend.rising": Phrase(en="▲ rising", ru="▲ растёт"),
    "answer.trend.falling": Phrase(en="▼ falling", ru="▼ падает"),
    "answer.trend.unknown": Phrase(en="– no past yet", ru="– не с чем сравнить"),
    "answer.trend.stable": Phrase(en="● stable", ru="● ровно"),
    "answer.tone.very_negative": Phrase(en="very negative", ru="очень негативная"),
    "answer.tone.negative": Phrase(en="negative", ru="негативная"),
    "answer.tone.neutral": Phrase(en="neutral", ru="нейтральная"),
    "answer.tone.positive": Phrase(en="positive", ru="позитивная"),
    "answer.tone.very_positive": Phrase(en="very positive", ru="очень позитивная"),
    "answer.timeline": Phrase(en="over time", ru="по времени"),
    "answer.timeline_range": Phrase(en="from {low} to {high}", ru="от {low} до {high}"),
    "answer.emotions": Phrase(en="emotions", ru="эмоции"),
    "answer.emotion.joy": Phrase(en="joy", ru="радость"),
    "answer.emotion.fear": Phrase(en="fear", ru="страх"),
    "answer.emotion.anger": Phrase(en="anger", ru="гнев"),
    "answer.emotion.sadness": Phrase(en="sadness", ru="грусть"),
    "answer.emotion.surprise": Phrase(en="surprise", ru="удивление"),
    "answer.coverage": Phrase(
        en="{articles:article|articles}, {sources:source|sources}",
        ru="{articles:статья|статьи|статей}, {sources:источник|источника|источников}",
    ),
    "answer.times_usual": Phrase(en="{ratio}× its usual", ru="в {ratio} раза больше обычного"),
    "answer.hardly_before": Phrase(en="hardly any before", ru="раньше почти не было"),
    "answer.times_before": Phrase(en="{ratio}× the first half", ru="в {ratio} раза больше первой половины"),
    "answer.expected": Phrase(
        en="{articles:article|articles}, about {expected} expected",
        ru="{articles:статья|статьи|статей}, ожидалось около {expected}",
    ),
    "answer.variants": Phrase(en="also: {variants}", ru="также: {variants}"),
    "answer.intents": Phrase(en="asked for", ru="намерение"),
    "answer.expansions": Phrase(en="add", ru="добавить"),
    "answer.negatives": Phrase(en="leave out", ru="исключить"),
    "answer.intent.informational": Phrase(en="to know", ru="узнать"),
    "answer.intent.navigational": Phrase(en="to find a place", ru="найти страницу"),
    "answer.intent.transactional": Phrase(en="to act", ru="совершить действие"),
    "answer.intent.research": Phrase(en="to study", ru="исследовать"),
    "answer.confidence": Phrase(en="confidence {word} ({score})", ru="уверенность {word} ({score})"),
    "answer.confidence.high": Phrase(en="high", ru="высокая"),
    "answer.confidence.medium": Phrase(en="medium", ru="средняя"),
    "answer.confidence.low": Phrase(en="low", ru="низкая"),
    "answer.latency": Phrase(en="{ms} ms", ru="{ms} мс"),
    "answer.free": Phrase(en="no cost", ru="бесплатно"),
    "answer.cost": Phrase(en="${usd}", ru="{usd} $"),
    "answer.model": Phrase(en="model {model}", ru="модель {model}"),
    "answer.why": Phrase(en="why: {program} explain {id}", ru="почему: {program} explain {id}"),
    "answer.article": Phrase(en="article #{id}, revision {revision}", ru="статья #{id}, редакция {revision}"),
    "answer.hits.first": Phrase(
        en="the first {hits}; --limit shows more", ru="первые {hits}; --limit покажет больше"
    ),
    "answer.hits": Phrase(en="{hits:match|matches}", ru="{hits:совпадение|совпадения|совпадений}"),
    "answer.kept_out": Phrase(
        en="{hits:match|matches} left out: TIDINGS_BLOCKED_DOMAINS or TIDINGS_ALLOWED_DOMAINS keeps the "
        "domains out",
        ru="{hits:совпадение|совпадения|совпадений} не показано: домены закрыты в TIDINGS_BLOCKED_DOMAINS "
        "или не входят в TIDINGS_ALLOWED_DOMAINS",
    ),
    "answer.rank.lexical": Phrase(en="by words", ru="по словам"),
    "answer.rank.dense": Phrase(en="by meaning", ru="по смыслу"),
    "answer.rank.none": Phrase(en="not in first 30", ru="не в первых 30"),
    "answer.rank.place": Phrase(en="place {rank} (score {score})", ru="место {rank} (оценка {score})"),
    "answer.rank.fused": Phrase(en="together {score}", ru="вместе {score}"),
    "answer.rank.again": Phrase(
        en="ranked again: {score}, from place {rank}; best passage: words {words}, meaning {cosine}",
        ru="после уточнения: {score}, было место {rank}; лучший отрывок: слова {words}, смысл {cosine}",
    ),
}
