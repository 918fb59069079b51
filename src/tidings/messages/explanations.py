"""Why an answer says what it says, and whether articles bear a sentence out."""

from __future__ import annotations

from tidings.messages.phrase import Lang, Phrase, fill

PHRASES: dict[str, Phrase] = {
    "explain.title": Phrase(en="WHY", ru="ПОЧЕМУ"),
    "explain.failed": Phrase(
        en="Nothing was answered: nothing that could be said was proved ({code}).",
        ru="Ответа не было: ничего из того, что можно было сказать, не подтвердилось ({code}).",
    ),
    "explain.section.insights": Phrase(en="Why each insight stands", ru="На чём держится каждый вывод"),
    "explain.answered_in.en": Phrase(en="answered in English", ru="ответ на английском"),
    "explain.answered_in.ru": Phrase(en="answered in Russian", ru="ответ на русском"),
    "explain.as_of": Phrase(en="as of {moment}", ru="по состоянию на {moment}"),
    "explain.again": Phrase(en="to ask again: {command}", ru="спросить снова: {command}"),
    "explain.headline": Phrase(
        en="What these lines name is counted below, under {places}.",
        ru="Что названо в этих строках, посчитано ниже, в пунктах: {places}.",
    ),
    "explain.section.confidence": Phrase(
        en="What the confidence is made of", ru="Из чего сложена уверенность"
    ),
    "explain.confidence.agreement.name": Phrase(en="agreement", ru="согласие"),
    "explain.confidence.sample.name": Phrase(en="sample", ru="выборка"),
    "explain.confidence.ranking.name": Phrase(en="ranking", ru="поиск"),
    "explain.confidence.part": Phrase(
        en="{name} {value}, to the power of {weight}: {sentence}",
        ru="{name} {value} в степени {weight}: {sentence}",
    ),
    "explain.confidence.agreement": Phrase(
        en="outlets that told of each of the first subjects: {outlets}",
        ru="сколько изданий писали о каждой из первых тем: {outlets}",
    ),
    "explain.confidence.sample": Phrase(
        en="{articles:article|articles}, where {half} would be worth a half",
        ru="{articles:статья|статьи|статей}, а {half} дали бы половину",
    ),
    "explain.confidence.ranking": Phrase(
        en="how far words and meaning found the same articles",
        ru="насколько поиск по словам и по смыслу нашёл одни и те же статьи",
    ),
    "explain.confidence.unranked": Phrase(en="nothing was searched for", ru="поиска по запросу не было"),
    "explain.section.subjects": Phrase(en="What was counted", ru="Что посчитано"),
    "explain.kind.set": Phrase(en="all that was found", ru="всё найденное"),
    "explain.kind.topic": Phrase(en="topic", ru="тема"),
    "explain.kind.story": Phrase(en="story", ru="сюжет"),
    "explain.kind.phrase": Phrase(en="phrase", ru="фраза"),
    "explain.kind.aspect": Phrase(en="aspect", ru="предмет"),
    "explain.past": Phrase(
        en="The past is {windows:span|spans} as long as this one, {since} to {until}, with "
        "{articles:article|articles} in all.",
        ru="Прошлое: {windows:период|периода|периодов} той же длины, с {since} по {until}, всего "
        "{articles:статья|статьи|статей}.",
    ),
    "explain.no_past": Phrase(
        en="There is no past to compare with yet, so nothing is called rising or fading.",
        ru="Сравнивать пока не с чем, поэтому ни роста, ни спада не названо.",
    ),
    "explain.before": Phrase(
        en="before, newest first: {counts}", ru="раньше, начиная с последнего: {counts}"
    ),
    "explain.rule.expected": Phrase(
        en="{expected} expected: half way between the mean and the highest of what its stories had, or its "
        "leading word, whichever is more.",
        ru="Ожидалось {expected}: посередине между средним и наибольшим из того, что было у его сюжетов или "
        "у главного слова, смотря по тому, чего больше.",
    ),
    "explain.rule.topic": Phrase(
        en="Called rising from {rising:article|articles} on.",
        ru="Ростом названо от {rising:статьи|статей|статей}.",
    ),
    "explain.rule.falling": Phrase(
        en="Called fading at {falling:article|articles} or fewer.",
        ru="Спадом — {falling:статья|статьи|статей} и меньше.",
    ),
    "explain.rule.new": Phrase(
        en="Called new, as nothing was expected.", ru="Названо новым: ничего не ожидалось."
    ),
    "explain.rule.story": Phrase(
        en="Told apart as rising from {sources:source|sources} and {ratio} times the expected on.",
        ru="Выделено как растущее от {sources:источника|источников|источников} и {ratio}-кратного ожидания.",
    ),
    "explain.rule.phrase": Phrase(
        en="At the rate of other news {expected} of them would have it; named from {ratio} times that on.",
        ru="С частотой остальных новостей было бы {expected}; названо от {ratio}-кратного превышения.",
    ),
    "explain.of_all": Phrase(
        en="counted over every article of the answer", ru="посчитано по всем статьям ответа"
    ),
    "explain.see": Phrase(
        en="its articles and its past: number {number} in “{section}”",
        ru="статьи и прошлое: пункт {number} в разделе «{section}»",
    ),
    "explain.more": Phrase(
        en="and {more:more article|more articles}; --json lists {kept} of them",
        ru="и ещё {more:статья|статьи|статей}; --json покажет {kept}",
    ),
    "explain.withheld": Phrase(
        en="{withheld:part is|parts are} not shown: the articles are of domains that TIDINGS_BLOCKED_DOMAINS "
        "or TIDINGS_ALLOWED_DOMAINS keeps out now.",
        ru="Не показано частей: {withheld}. Их статьи с доменов, которые сейчас закрыты в "
        "TIDINGS_BLOCKED_DOMAINS или не входят в TIDINGS_ALLOWED_DOMAINS.",
    ),
    "explain.list.title": Phrase(en="Answers that can be explained", ru="Ответы, которые можно объяснить"),
    "explain.list.failed": Phrase(en="nothing was proved", ru="ничего не подтвердилось"),
    "explain.list.next": Phrase(
        en="Why one of them says what it says: {program} explain {id}",
        ru="Почему ответ таков: {program} explain {id}",
    ),
    "explain.section.left_out": Phrase(en="Left out", ru="Не показано"),
    "explain.none_left_out": Phrase(
        en="Nothing: all that was proposed was proved.", ru="Ничего: всё предложенное подтвердилось."
    ),
    "explain.by_model": Phrase(en="a model's own words", ru="слова модели"),
    "explain.counted": Phrase(en="counted: {figures}", ru="посчитано: {figures}"),
    "explain.figure.articles": Phrase(en="articles {value}", ru="статей {value}"),
    "explain.figure.sources": Phrase(en="sources {value}", ru="источников {value}"),
    "explain.figure.expected": Phrase(
        en="{value} expected from the past", ru="по прошлому ожидалось {value}"
    ),
    "explain.figure.ratio": Phrase(en="{value} times its usual", ru="в {value} раза больше обычного"),
    "explain.figure.tone": Phrase(en="tone {value}", ru="тон {value}"),
    "explain.revision": Phrase(en="revision {revision}", ru="редакция {revision}"),
    "explain.corrected.stands": Phrase(
        en="The article was corrected on {moment} (revision {revision}); these words still stand in it.",
        ru="Статья исправлена {moment} (редакция {revision}); эти слова в ней остались.",
    ),
    "explain.corrected.gone": Phrase(
        en="The article was corrected on {moment} (revision {revision}); these words are no longer in it.",
        ru="Статья исправлена {moment} (редакция {revision}); этих слов в ней больше нет.",
    ),
    "explain.corrections": Phrase(
        en="{articles:cited article has|cited articles have} been corrected since.",
        ru="Исправлены с тех пор: {articles:статья|статьи|статей} из тех, на которые ссылается ответ.",
    ),
    "explain.part.insight": Phrase(en="insight", ru="вывод"),
    "explain.part.header": Phrase(en="header", ru="заголовок"),
    "explain.part.summary": Phrase(en="summary", ru="краткий итог"),
    "explain.part.label": Phrase(en="name of a topic", ru="название темы"),
    "explain.part.reference": Phrase(en="quote of a result", ru="цитата к результату"),
    "explain.outcome.drop": Phrase(en="refused", ru="отклонено"),
    "explain.outcome.abstain": Phrase(en="cannot be told", ru="проверить нельзя"),
    "check.proved": Phrase(en="Proved by the article's words.", ru="Подтверждено словами статьи."),
    "check.means": Phrase(
        en="The words quoted below bear the sentence out. Whether the source is right is not checked.",
        ru="Предложение следует из слов, которые приведены ниже. Прав ли источник, не проверяется.",
    ),
    "check.read": Phrase(en="to read it: {command}", ru="прочитать: {command}"),
    "check.unrelated": Phrase(
        en="The article says nothing of this: it has none of the words of the sentence.",
        ru="В статье об этом ничего нет: ни одного слова из предложения.",
    ),
    "at_fault.said": Phrase(en="At fault: “{said}”.", ru="Дело в словах «{said}»."),
    "at_fault.found": Phrase(en="The article has “{found}”.", ru="В статье: «{found}»."),
    "at_fault.said.found": Phrase(
        en="At fault: “{said}”. The article has “{found}”.", ru="Дело в словах «{said}». В статье: «{found}»."
    ),
    "check.by": Phrase(en="Proved by", ru="Чем подтверждено"),
    "check.drop": Phrase(en="Not proved.", ru="Не подтверждено."),
    "check.abstain": Phrase(
        en="Cannot be told, which proves nothing.", ru="Проверить нельзя, а это не доказательство."
    ),
    "check.nearest": Phrase(en="Nearest in the articles", ru="Ближайшее в статьях"),
    "check.no_quote": Phrase(
        en="Nothing in the articles comes near it.", ru="Ничего близкого в статьях нет."
    ),
}


def at_fault(said: str, found: str, lang: Lang) -> str:
    """Which words a reason is about and what the article has instead, as far as either is known."""
    # Of "more than 340,000" the number is in the article: what is at fault stands before it.
    pieces = {"said": said, "found": "" if found.casefold() == said.casefold() else found}
    key = ".".join(name for name, text in pieces.items() if text)
    return fill(PHRASES[f"at_fault.{key}"], lang, {"said": said, "found": found}) if key else ""
