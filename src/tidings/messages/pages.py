"""What a page says around the news: labels, confidence, errors as one reads them in a chat."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "page.hypothesis": Phrase(en="Hypothesis:", ru="Гипотеза:"),
    "page.recommendation": Phrase(en="Worth doing:", ru="Рекомендация:"),
    "page.conflict": Phrase(en="⚡ Sources disagree:", ru="⚡ Источники расходятся:"),
    "page.conflict.statements": Phrase(
        en="⚡ Sources contradict each other:", ru="⚡ Источники противоречат друг другу:"
    ),
    "page.topics": Phrase(en="Topics", ru="Темы"),
    "page.more_topics": Phrase(en="Also in the news", ru="Другие темы"),
    "page.coverage": Phrase(
        en="{articles:article|articles}, {sources:source|sources}",
        ru="{articles:статья|статьи|статей}, {sources:источник|источника|источников}",
    ),
    "page.emerging": Phrase(en="New or far above its past", ru="Новое или резко выросшее"),
    "page.times_usual": Phrase(en="{ratio}× its usual", ru="в {ratio} раза больше обычного"),
    "page.gaps": Phrase(en="Quieter than usual", ru="Тише обычного"),
    "page.gap": Phrase(
        en="{articles:article|articles} where about {expected} were expected",
        ru="{articles:статья|статьи|статей}, ожидалось около {expected}",
    ),
    "page.tone": Phrase(en="Tone:", ru="Тон:"),
    "page.tone.said": Phrase(
        en="{mood}, {score} on a scale from −1 to +1", ru="{mood}, {score} по шкале от −1 до +1"
    ),
    "page.emotions": Phrase(en="Emotions:", ru="Эмоции:"),
    "page.emotion": Phrase(en="{name} {share}", ru="{name} {share}"),
    "page.aspects": Phrase(en="Tone by subject:", ru="Тон по темам:"),
    "page.sources": Phrase(en="Most active:", ru="Больше всех писали:"),
    "page.phrases": Phrase(en="Keyphrases:", ru="Ключевые фразы:"),
    "page.more_phrases": Phrase(en="Other keyphrases:", ru="Другие ключевые фразы:"),
    "page.widen": Phrase(en="To narrow the query, add:", ru="Чтобы уточнить запрос, добавьте:"),
    "page.exclude": Phrase(en="To clear it, leave out:", ru="Чтобы очистить его, исключите:"),
    "page.evidence": Phrase(
        en="Based on {shown:article|articles}", ru="На чём основано: {shown:статья|статьи|статей}"
    ),
    "page.evidence.first": Phrase(
        en="Based on {all:article|articles}, the first {shown} here",
        ru="На чём основано: {all:статья|статьи|статей}, здесь первые {shown}",
    ),
    "page.scope": Phrase(
        en="{span} · {articles:article|articles} · {sources:source|sources}",
        ru="{span} · {articles:статья|статьи|статей} · {sources:источник|источника|источников}",
    ),
    "page.warning": Phrase(en="⚠️ {said}", ru="⚠️ {said}"),
    "page.confidence.high": Phrase(
        en="Confidence is high: several outlets tell the main points, and there is enough to go by.",
        ru="Уверенность высокая: о главном пишут несколько изданий, статей достаточно.",
    ),
    "page.confidence.medium": Phrase(
        en="Confidence is medium: open the sources before you rely on it.",
        ru="Уверенность средняя: прежде чем полагаться, откройте источники.",
    ),
    "page.confidence.low": Phrase(
        en="Confidence is low: too few articles or outlets; take it as a hint.",
        ru="Уверенность низкая: мало статей или изданий; это скорее намёк, чем вывод.",
    ),
    "page.notice.embedder_mismatch": Phrase(
        en="Only words were searched, not meanings: the index is being rebuilt or has to be.",
        ru="Поиск шёл только по словам, не по смыслу: индекс нужно перестроить.",
    ),
}
