"""What stands in a chart beside the news, and how it is told to who cannot see it."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "chart.topics": Phrase(en="Topics by number of articles", ru="Темы по числу статей"),
    "chart.tone": Phrase(en="Tone over time", ru="Тон по времени"),
    "chart.phrases": Phrase(en="Keyphrases", ru="Ключевые фразы"),
    "chart.about": Phrase(en="{title}: “{query}”", ru="{title}: «{query}»"),
    "chart.up": Phrase(en="more than usual", ru="чаще обычного"),
    "chart.flat": Phrase(en="as usual", ru="как обычно"),
    "chart.down": Phrase(en="less than usual", ru="реже обычного"),
    "chart.no_past": Phrase(
        en="No directions yet: too little past to compare",
        ru="Направления не видно: мало прошлого для сравнения",
    ),
    "chart.largest": Phrase(en="The {shown} largest of {all}", ru="Самые крупные: {shown} из {all}"),
    "chart.phrases.note": Phrase(
        en="How much each sets these articles apart (first\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1)",
        ru="Насколько каждая выделяет статьи (первая\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1)",
    ),
    "chart.tone.above": Phrase(en="positive", ru="позитивный"),
    "chart.tone.below": Phrase(en="negative", ru="негативный"),
    "chart.tone.mean": Phrase(en="mean {tone}", ru="в среднем {tone}"),
    "chart.tone.counts": Phrase(en="articles", ru="статей"),
    "chart.tone.sparse": Phrase(en="fewer than {least:article|articles}", ru="меньше {least} статей"),
    "chart.alt": Phrase(en="Chart. {title}. {told}. {scope}.", ru="График. {title}. {told}. {scope}."),
    "chart.alt.topic": Phrase(
        en="{label}: {articles:article|articles}", ru="{label}: {articles:статья|статьи|статей}"
    ),
    "chart.alt.tone": Phrase(
        en="Mean {mean}; lowest {low} ({low_span}), highest {high} ({high_span})",
        ru="В среднем {mean}; ниже всего {low} ({low_span}), выше всего {high} ({high_span})",
    ),
    "chart.alt.empty": Phrase(
        en="({empty:span|spans} without articles)", ru="(без статей: {empty:отрезок|отрезка|отрезков})"
    ),
}
