"""Why an answer says what it says, and whether articles bear a sentence out."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "explain.title": Phrase(en="WHY", ru="ПОЧЕМУ"),
    "explain.failed": Phrase(
        en="Nothing was answered: nothing that could be said was proved ({code}).",
        ru="Ответа не было: ничего из того, что можно было сказать, не подтвердилось ({code}).",
    ),
    "explain.section.insights": Phrase(en="Why each insight stands", ru="На чём держится каждый вывод"),
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
    "check.proved": Phrase(en="Proved.", ru="Подтверждено."),
    "check.drop": Phrase(en="Not proved.", ru="Не подтверждено."),
    "check.abstain": Phrase(
        en="Cannot be told, which proves nothing.", ru="Проверить нельзя, а это не доказательство."
    ),
    "check.nearest": Phrase(en="Nearest in the articles", ru="Ближайшее в статьях"),
    "check.no_quote": Phrase(
        en="Nothing in the articles comes near it.", ru="Ничего близкого в статьях нет."
    ),
}
