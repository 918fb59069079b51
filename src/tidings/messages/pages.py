"""What a page says around the news: labels, confidence, errors as one reads them in a chat."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "page.hypothesis": Phrase(en="Hypothesis:", ru="Гипотеза:"),
    "page.recommendation": Phrase(en="Worth doing:", ru="Рекомендация:"),
    "page.conflict.statements": Phrase(
        en="⚡ Sources contradict each other:", ru="⚡ Источники противоречат друг другу:"
    ),
    "page.topics": Phrase(en="Topics", ru="Темы"),
    "page.more_topics": Phrase(en="Also in the news", ru="Другие темы"),
    "page.coverage": Phrase(
        en="{articles:article|articles}, {sources:source|sources}",
        ru="{articles:статья|статьи|статей}, {sources:источник|источника|источников}",
    ),
    "page.articles": Phrase(en="{articles:article|articles}", ru="{articles:статья|статьи|статей}"),
    "page.emerging": Phrase(en="New or far above its past", ru="Новое или резко выросшее"),
    "page.emerging.cold": Phrase(
        en="More in the second half than in the first", ru="Во второй половине больше, чем в первой"
    ),
    "page.gaps": Phrase(en="Quieter than usual", ru="Тише обычного"),
    "page.gap": Phrase(
        en="{articles:article|articles} where about {expected} were expected",
        ru="{articles:статья|статьи|статей}, ожидалось около {expected}",
    ),
    "page.tone": Phrase(en="Tone:", ru="Тон:"),
    "page.tone.said": Phrase(
        en="{mood}, {score} (from −1 to\N{NO-BREAK SPACE}+1)",
        ru="{mood}, {score} (от −1 до\N{NO-BREAK SPACE}+1)",
    ),
    "page.emotions": Phrase(en="Emotions:", ru="Эмоции:"),
    "page.aspects": Phrase(en="Tone by subject:", ru="Тон по темам:"),
    "page.sources": Phrase(en="Most active:", ru="Больше всех писали:"),
    "page.phrases": Phrase(en="Keyphrases:", ru="Ключевые фразы:"),
    "page.more_phrases": Phrase(en="Other keyphrases:", ru="Другие ключевые фразы:"),
    "page.widen": Phrase(en="To narrow the query, add:", ru="Чтобы уточнить запрос, добавьте:"),
    "page.exclude": Phrase(en="To clear it, leave out:", ru="Чтобы очистить его, исключите:"),
    "page.evidence": Phrase(en="Articles: {shown}", ru="Статьи: {shown}"),
    "page.evidence.first": Phrase(en="Articles: {shown} of {all}", ru="Статьи: {shown} из {all}"),
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
    "page.hardly_before": Phrase(en="hardly any before", ru="раньше почти не было"),
    "page.times": Phrase(
        en="{times:time|times} as many as usual", ru="в {times:раз|раза|раз} больше обычного"
    ),
    "page.times.part": Phrase(en="{ratio} times as many as usual", ru="в {ratio} раза больше обычного"),
    "page.times.cold": Phrase(
        en="{ratio} times as many as in the first half", ru="в {ratio} раза больше, чем в первой половине"
    ),
    "page.all_sources": Phrase(en="Sources {first}–{last} of {all}", ru="Источники: {first}–{last} из {all}"),
    "page.one_source": Phrase(en="Source", ru="Источник"),
    "page.supports": Phrase(en="insight {numbers}", ru="вывод {numbers}"),
    "page.supports.many": Phrase(en="insights {numbers}", ru="выводы {numbers}"),
    "page.similar": Phrase(en="Near to this", ru="Похожие сюжеты"),
    "page.similar.none": Phrase(
        en="There is nothing near to this in the stored news.", ru="Похожего среди новостей нет."
    ),
    "page.similar.also": Phrase(
        en="{articles:more article|more articles} of the story",
        ru="ещё {articles:статья|статьи|статей} сюжета",
    ),
    "page.more": Phrase(en="{articles:more article|more articles}", ru="ещё {articles:статья|статьи|статей}"),
    "page.coverage.new": Phrase(
        en="{articles:new article|new articles}, {sources:source|sources}",
        ru="{articles:новая статья|новые статьи|новых статей}, {sources:источник|источника|источников}",
    ),
    "page.alert": Phrase(
        en="🔔 News you follow: {stories:story|stories}",
        ru="🔔 Новое в ваших подписках: {stories:сюжет|сюжета|сюжетов}",
    ),
    "page.alert.story": Phrase(en="🔔 {title}", ru="🔔 {title}"),
    "page.alert.for": Phrase(en="You follow {names}: {coverage}.", ru="По подписке {names}: {coverage}."),
    "page.alert.for.many": Phrase(
        en="You follow {names}: {coverage}.", ru="По подпискам {names}: {coverage}."
    ),
    "page.digest": Phrase(en="Your digest, {day}", ru="Дайджест, {day}"),
    "page.digest.quiet": Phrase(en="Nothing new about {names}.", ru="Ничего нового: {names}."),
    "page.digest.alerted": Phrase(
        en="{articles:of them was|of them were} in alerts already.",
        ru="{articles:из них уже была|из них уже были|из них уже были} в уведомлениях.",
    ),
    "page.digest.alerted.all": Phrase(en="Told in alerts already.", ru="Уже было в уведомлениях."),
    "page.digest.more": Phrase(
        en="And {stories:more story|more stories}.", ru="И ещё {stories:сюжет|сюжета|сюжетов}."
    ),
    "page.digest.trends": Phrase(en="The day in the news", ru="Главное за сутки"),
    "page.digest.change": Phrase(
        en="The hour is set in /settings, what you follow in /following",
        ru="Час меняется в /settings, подписки — в /following",
    ),
    "explained.title": Phrase(en="Why this answer", ru="Почему такой ответ"),
    "explained.asked": Phrase(en="Asked {moment}:", ru="Вопрос, {moment}:"),
    "explained.failed": Phrase(
        en="Nothing was answered: nothing that could be said was proved by an article.",
        ru="Ответа не было: ничего из того, что можно было сказать, не подтвердилось статьями.",
    ),
    "explained.insights": Phrase(en="What each insight stands on", ru="На чём держится каждый вывод"),
    "explained.kind.fact": Phrase(en="fact", ru="факт"),
    "explained.kind.hypothesis": Phrase(en="hypothesis", ru="гипотеза"),
    "explained.kind.recommendation": Phrase(en="recommendation", ru="рекомендация"),
    "explained.kind.conflict": Phrase(en="disagreement of sources", ru="расхождение источников"),
    "explained.by.computed": Phrase(en="counted over all articles", ru="посчитано по всем статьям"),
    "explained.by.quoted": Phrase(en="words of the source", ru="слова источника"),
    "explained.by.model": Phrase(
        en="worded by a model, held against the quotes", ru="сформулировала модель, сверено с цитатами"
    ),
    "explained.counted": Phrase(en="Counted: {figures}.", ru="Посчитано: {figures}."),
    "explained.expected": Phrase(
        en="{expected} expected from the past", ru="по прошлому ожидалось {expected}"
    ),
    "explained.before": Phrase(
        en="The same span before, newest first: {counts}.",
        ru="Раньше за такой же срок, начиная с последнего: {counts}.",
    ),
    "explained.articles": Phrase(
        en="Articles counted: {shown} of {articles}", ru="Какие статьи посчитаны: {shown} из {articles}"
    ),
    "explained.no_past": Phrase(
        en="Held against nothing: there is no past yet, so nothing is called rising or falling",
        ru="Сравнивать пока не с чем, поэтому ни роста, ни спада не названо",
    ),
    "explained.tone": Phrase(en="tone {tone}", ru="тон {tone}"),
    "explained.quote": Phrase(en="“{quote}”", ru="«{quote}»"),
    "explained.left_out": Phrase(en="Left out", ru="Не показано"),
    "explained.nothing_left_out": Phrase(
        en="Nothing: all that was proposed was proved.", ru="Ничего: всё предложенное подтвердилось."
    ),
    "explained.reason": Phrase(
        en="{sentence} {count:sentence|sentences}", ru="{sentence} {count:фраза|фразы|фраз}"
    ),
    "explained.reason.untold": Phrase(
        en="Cannot be told: {sentence} {count:sentence|sentences}",
        ru="Проверить нельзя: {sentence} {count:фраза|фразы|фраз}",
    ),
    "explained.example": Phrase(en="Such as “{text}”", ru="Например, «{text}»"),
    "explained.withheld": Phrase(
        en="{count:article is|articles are} not told of: the operator has closed their domains.",
        ru="О {count:статье|статьях|статьях} не сказано: их домены закрыты владельцем.",
    ),
    "explained.made": Phrase(en="How it was made", ru="Как получен ответ"),
    "explained.models": Phrase(en="Models: {models}", ru="Модели: {models}"),
    "explained.no_models": Phrase(
        en="No language model: figures and quotes alone", ru="Без языковых моделей: только подсчёты и цитаты"
    ),
    "explained.tokens": Phrase(en="Tokens: {tokens}", ru="Токены: {tokens}"),
    "explained.cost": Phrase(en="Cost: ${usd}", ru="Стоимость: {usd}\N{NO-BREAK SPACE}$"),
    "explained.free": Phrase(en="Cost: none", ru="Стоимость: бесплатно"),
    "explained.time": Phrase(
        en="Time: {seconds}\N{NO-BREAK SPACE}s", ru="Время: {seconds}\N{NO-BREAK SPACE}с"
    ),
    "explained.confidence": Phrase(
        en="Confidence: {word}, {score} of 1", ru="Уверенность: {word}, {score} из 1"
    ),
    "explained.past": Phrase(
        en="Held against {windows:period|periods} before it, from {since}: {articles:article|articles}",
        ru="Сравнивали с прошлым: {windows:такой же период|таких же периода|таких же периодов} с {since}, "
        "{articles:статья|статьи|статей}",
    ),
    "explained.reference": Phrase(en="Reference:", ru="Номер ответа:"),
    "page.error.reference": Phrase(en="If you write to us about it:", ru="Номер для обращения:"),
    "page.error.internal": Phrase(
        en="Something went wrong on our side; try again in a minute.",
        ru="У нас что-то сломалось; попробуйте ещё раз через минуту.",
    ),
    "page.error.invalid_request": Phrase(
        en="That cannot be understood; /help shows how to ask.",
        ru="Не получилось понять запрос; как спрашивать, покажет /help.",
    ),
    "page.error.no_data": Phrase(
        en="Nothing was found in that time; take a longer one or ask in other words.",
        ru="За это время ничего не нашлось; возьмите период подлиннее или спросите другими словами.",
    ),
    "page.error.unknown_source": Phrase(
        en="No source is named “{source}”; names are those that stand under the articles of an answer.",
        ru="Источника «{source}» нет; названия стоят под статьями в ответах.",
    ),
    "page.error.unproved": Phrase(
        en="There are articles, but nothing could be said of them that a quote proves; "
        "take a longer time or ask more broadly.",
        ru="Статьи есть, но ни один вывод о них не подтверждён цитатой; возьмите период подлиннее "
        "или спросите шире.",
    ),
    "page.error.budget_exceeded": Phrase(
        en="This question is too large for one answer; ask about a shorter time.",
        ru="Вопрос слишком большой для одного ответа; спросите о периоде покороче.",
    ),
    "page.error.budget_of_day": Phrase(
        en="Today's limit of answers is used up; it renews on {resets}.",
        ru="Дневной лимит ответов исчерпан; он обновится {resets}.",
    ),
    "page.error.model_unavailable": Phrase(
        en="No language model answers just now; try again in a minute.",
        ru="Языковые модели сейчас не отвечают; попробуйте ещё раз через минуту.",
    ),
    "page.error.no_models": Phrase(
        en="Answers are switched off for now; the owner of this bot can turn them on.",
        ru="Ответы сейчас выключены; включить их может владелец бота.",
    ),
    "page.error.database_unavailable": Phrase(
        en="The news cannot be reached just now; try again in a minute.",
        ru="Новости сейчас недоступны; попробуйте ещё раз через минуту.",
    ),
    "page.error.unknown_answer": Phrase(
        en="This answer is no longer kept; ask again.", ru="Этот ответ уже не хранится; спросите ещё раз."
    ),
    "page.error.answer_of_other_version": Phrase(
        en="This answer was made by another version and cannot be opened; ask again.",
        ru="Этот ответ создан другой версией и не открывается; спросите ещё раз.",
    ),
    "page.error.no_answers": Phrase(
        en="You have no answers yet; ask something first, such as /trends 24h",
        ru="У вас пока нет ответов; сначала спросите, например: /trends 24h",
    ),
}
