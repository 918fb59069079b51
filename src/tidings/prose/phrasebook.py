"""Every sentence an answer is written with; figures in braces are counted, never made up."""

from __future__ import annotations

from tidings.messages.phrase import Lang, Phrase, fill

# Phrases of whole, ready parts: "12 articles from 5 sources".
_COUNTED = Phrase(
    en="{articles:article|articles} from {sources:source|sources}",
    ru="{articles:статья|статьи|статей} из {sources:источника|источников|источников}",
)

PHRASES: dict[str, Phrase] = {
    "header.trends": Phrase(
        en="What {sources:source|sources} wrote in the {span} to {moment}",
        ru="Главное из {sources:источника|источников|источников} за {span} до {moment}",
    ),
    "header.keywords": Phrase(
        en="What was said more than usual in the {span} to {moment}",
        ru="О чём писали больше обычного за {span} до {moment}",
    ),
    "header.sentiment": Phrase(
        en="How the news felt in the {span} to {moment}", ru="Тон новостей за {span} до {moment}"
    ),
    "header.topics": Phrase(
        en="What the news was about in the {span} to {moment}", ru="Темы новостей за {span} до {moment}"
    ),
    "header.keywords.query": Phrase(
        en="What coverage of “{query}” speaks of, {span} to {moment}",
        ru="О чём пишут по запросу «{query}» за {span} до {moment}",
    ),
    "header.sentiment.query": Phrase(
        en="How coverage of “{query}” feels, {span} to {moment}",
        ru="Тон публикаций по запросу «{query}» за {span} до {moment}",
    ),
    "header.topics.query": Phrase(
        en="Topics in coverage of “{query}”, {span} to {moment}",
        ru="Темы по запросу «{query}» за {span} до {moment}",
    ),
    "header.plain": Phrase(en="The news of the {span} to {moment}", ru="Новости за {span} до {moment}"),
    "tldr.topics.1": Phrase(
        en=f"Top story: “{{first}}”, {_COUNTED.en}; {{all:article|articles}} in all.",
        ru=f"Самое заметное: «{{first}}» — {_COUNTED.ru}. Всего {{all:статья|статьи|статей}}.",
    ),
    "tldr.topics.2": Phrase(
        en=f"Top story: “{{first}}”, {_COUNTED.en}; then “{{second}}” ({{n2}}); "
        "{all:article|articles} in all.",
        ru=f"Самое заметное: «{{first}}» — {_COUNTED.ru}; далее «{{second}}» ({{n2}}). "
        "Всего {all:статья|статьи|статей}.",
    ),
    "tldr.topics.3": Phrase(
        en=f"Top story: “{{first}}”, {_COUNTED.en}; then “{{second}}” ({{n2}}) and “{{third}}” ({{n3}}); "
        "{all:article|articles} in all.",
        ru=f"Самое заметное: «{{first}}» — {_COUNTED.ru}; далее «{{second}}» ({{n2}}) "
        "и «{third}» ({n3}). Всего {all:статья|статьи|статей}.",
    ),
    "tldr.phrases.1": Phrase(
        en=f"{_COUNTED.en}; more than other news they name “{{first}}”.",
        ru=f"{_COUNTED.ru}; чаще, чем в остальных новостях: «{{first}}».",
    ),
    "tldr.phrases.2": Phrase(
        en=f"{_COUNTED.en}; more than other news they name “{{first}}” and “{{second}}”.",
        ru=f"{_COUNTED.ru}; чаще, чем в остальных новостях: «{{first}}» и «{{second}}».",
    ),
    "tldr.phrases.3": Phrase(
        en=f"{_COUNTED.en}; more than other news they name “{{first}}”, “{{second}}” and “{{third}}”.",
        ru=f"{_COUNTED.ru}; чаще, чем в остальных новостях: «{{first}}», «{{second}}» и «{{third}}».",
    ),
    "tldr.tone": Phrase(
        en=f"The tone is {{mood}}, {{tone}} on average over {_COUNTED.en}.",
        ru="Тон {mood}: в среднем {tone} по {articles:статье|статьям|статьям} "
        "из {sources:источника|источников|источников}.",
    ),
    "tldr.tone.aspects": Phrase(
        en=f"The tone is {{mood}}, {{tone}} on average over {_COUNTED.en}. "
        "Warmest: “{warmest}” ({warm}); coldest: “{coldest}” ({cold}).",
        ru="Тон {mood}: в среднем {tone} по {articles:статье|статьям|статьям} "
        "из {sources:источника|источников|источников}. "
        "Теплее всего: «{warmest}» ({warm}), холоднее всего: «{coldest}» ({cold}).",
    ),
    "tldr.plain": Phrase(en=f"{_COUNTED.en}.", ru=f"{_COUNTED.ru}."),
    "subject.plain": Phrase(en=f"“{{label}}”: {_COUNTED.en}.", ru=f"«{{label}}»: {_COUNTED.ru}."),
    "subject.rising": Phrase(
        en=f"“{{label}}” is rising: {_COUNTED.en}; usually about {{expected:article|articles}}.",
        ru=f"«{{label}}»: рост, {_COUNTED.ru}; обычно около {{expected:статьи|статей|статей}}.",
    ),
    "subject.falling": Phrase(
        en=f"“{{label}}” is fading: {_COUNTED.en}; usually about {{expected:article|articles}}.",
        ru=f"«{{label}}»: спад, {_COUNTED.ru}; обычно около {{expected:статьи|статей|статей}}.",
    ),
    "subject.stable": Phrase(
        en=f"“{{label}}” holds steady: {_COUNTED.en}; usually about {{expected:article|articles}}.",
        ru=f"«{{label}}»: без перемен, {_COUNTED.ru}; обычно около {{expected:статьи|статей|статей}}.",
    ),
    "subject.surge": Phrase(
        en=f"“{{label}}” rose from next to nothing: {_COUNTED.en}.",
        ru="«{label}»: почти с нуля до {articles:статьи|статей|статей} "
        "из {sources:источника|источников|источников}.",
    ),
    "subject.new": Phrase(
        en=f"New in this period: “{{label}}”, {_COUNTED.en}.",
        ru=f"Впервые за этот период: «{{label}}», {_COUNTED.ru}.",
    ),
    "phrase.often": Phrase(
        en=f"“{{label}}” is named in {_COUNTED.en}, {{ratio}} times the rate of other news.",
        ru=f"«{{label}}»: {_COUNTED.ru}, в {{ratio}} раза чаще, чем в остальных новостях.",
    ),
    "phrase.many": Phrase(
        en=f"“{{label}}” is named in {_COUNTED.en}, {{ratio:time|times}} the rate of other news.",
        ru=f"«{{label}}»: {_COUNTED.ru}, в {{ratio:раз|раза|раз}} чаще, чем в остальных новостях.",
    ),
    "phrase.unheard": Phrase(
        en=f"“{{label}}”, hardly ever named in other news, is in {_COUNTED.en}.",
        ru=f"«{{label}}»: {_COUNTED.ru}, в остальных новостях почти не встречается.",
    ),
    "tone.overall": Phrase(
        en="The coverage is {mood}: {tone} on average over {articles:article|articles}; "
        "the strongest emotion is {emotion}.",
        ru="Тон публикаций {mood}: в среднем {tone} по {articles:статье|статьям|статьям}; "
        "сильнее всего {emotion}.",
    ),
    "tone.overall.mixed": Phrase(
        en="The coverage is {mood}: {tone} on average over {articles:article|articles}; "
        "no emotion stands out.",
        ru="Тон публикаций {mood}: в среднем {tone} по {articles:статье|статьям|статьям}; "
        "ни одна эмоция не выделяется.",
    ),
    # Of too few articles to tell an emotion by.
    "tone.overall.few": Phrase(
        en="The coverage is {mood}: {tone}, in {articles:article|articles} only.",
        ru="Тон публикаций {mood}: {tone}, всего {articles:статья|статьи|статей}.",
    ),
    "tone.aspect": Phrase(
        en="Coverage of “{label}” is {mood}: {tone} on average over {articles:article|articles}.",
        ru="«{label}»: тон {mood}, в среднем {tone} по {articles:статье|статьям|статьям}.",
    ),
    "quoted": Phrase(en="{source}: “{said}”", ru="{source}: «{said}»"),
}

MOODS: dict[str, Phrase] = {
    "very_negative": Phrase(en="very negative", ru="очень негативный"),
    "negative": Phrase(en="negative", ru="негативный"),
    "neutral": Phrase(en="neutral", ru="нейтральный"),
    "positive": Phrase(en="positive", ru="позитивный"),
    "very_positive": Phrase(en="very positive", ru="очень позитивный"),
}

EMOTIONS: dict[str, Phrase] = {
    "joy": Phrase(en="joy", ru="радость"),
    "fear": Phrase(en="fear", ru="страх"),
    "anger": Phrase(en="anger", ru="гнев"),
    "sadness": Phrase(en="sadness", ru="грусть"),
    "surprise": Phrase(en="surprise", ru="удивление"),
}

NOTICES: dict[str, Phrase] = {
    "cold_start": Phrase(
        en="There is no past to compare with yet: rising and falling are not known.",
        ru="Сравнивать пока не с чем: рост и спад неизвестны.",
    ),
    "few_articles": Phrase(
        en="Only {articles:article|articles} to go by: figures may change much with the next ones.",
        ru="Подходящих статей всего {articles}: цифры ещё могут сильно измениться.",
    ),
    "embedder_mismatch": Phrase(
        en="The stored vectors come from another model, so only words were searched; run `tidings reindex`.",
        ru="Сохранённые векторы построены другой моделью, поиск шёл только по словам; "
        "запустите `tidings reindex`.",
    ),
    "domains_kept_out": Phrase(
        en="Articles of domains that TIDINGS_BLOCKED_DOMAINS or TIDINGS_ALLOWED_DOMAINS keeps out are "
        "counted, but neither named nor quoted.",
        ru="Статьи с доменов, которые закрыты в TIDINGS_BLOCKED_DOMAINS или не входят в "
        "TIDINGS_ALLOWED_DOMAINS, посчитаны, но не названы и не приведены.",
    ),
    "claims_dropped": Phrase(
        en="{dropped:proposed insight was|proposed insights were} not proved by a source and left out.",
        ru="{dropped:вывод не подтвердился|вывода не подтвердились|выводов не подтвердились} "
        "источниками и не показаны.",
    ),
    "model_fallback": Phrase(
        en="Another model than the first choice answered ({agents}): {model}. Why: {reason}.",
        ru="Ответила не первая по выбору модель ({agents}): {model}. Причина: {reason}.",
    ),
    "fewer_documents": Phrase(
        en="To keep within limits, {model} was shown fewer articles ({agents}).",
        ru="Чтобы уложиться в лимиты, модели {model} показано меньше статей ({agents}).",
    ),
    "fewer_parts": Phrase(
        en="To keep within limits, {model} was asked about the essentials only ({agents}).",
        ru="Чтобы уложиться в лимиты, модель {model} спросили только о главном ({agents}).",
    ),
    "cheaper_model": Phrase(
        en="To keep within limits, a cheaper model answered ({agents}): {model}.",
        ru="Чтобы уложиться в лимиты, ответила более дешёвая модель ({agents}): {model}.",
    ),
    "service_level.1": Phrase(
        en="Service is reduced (level 1): answers draw on fewer articles; since {since}.",
        ru="Сервис работает с ограничениями (уровень 1): для ответов берётся меньше статей; с {since}.",
    ),
    "service_level.2": Phrase(
        en="Service is reduced (level 2): models answer with less, and trends are made without them; "
        "since {since}.",
        ru="Сервис работает с ограничениями (уровень 2): модели отвечают по меньшему числу данных, а тренды "
        "строятся без них; с {since}.",
    ),
    "service_level.3": Phrase(
        en="Service is reduced (level 3): only trends are answered, without language models; since {since}.",
        ru="Сервис работает с ограничениями (уровень 3): доступны только тренды, без языковых моделей; "
        "с {since}.",
    ),
    "local": Phrase(
        en="Without a language model: {agents}. Why: {reason}.",
        ru="Без языковой модели: {agents}. Причина: {reason}.",
    ),
}

# Borders of the five moods; most news sits within .05 of zero, a day of disasters near -.4.
_NEUTRAL, _STRONG = 0.05, 0.4


def mood(tone: float, lang: Lang) -> str:
    """A tone in a word."""
    if abs(tone) < _NEUTRAL:
        return _in(MOODS["neutral"], lang)
    side = "negative" if tone < 0 else "positive"
    return _in(MOODS[f"very_{side}" if abs(tone) >= _STRONG else side], lang)


def emotion(name: str, lang: Lang) -> str:
    """An emotion's name."""
    return _in(EMOTIONS[name], lang)


def notice(code: str, lang: Lang, /, **params: object) -> str:
    """What a warning of that code says."""
    return fill(NOTICES[code], lang, params)


def decimal(value: float, places: int, lang: Lang) -> str:
    """A number with a decimal point, or comma in Russian."""
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if lang == "ru" else text


def signed(value: float, lang: Lang) -> str:
    """A tone with its sign and two places; zero has none."""
    shown = decimal(abs(value), 2, lang)
    if not shown.strip("0,."):
        return shown
    return ("+" if value > 0 else "\N{MINUS SIGN}") + shown


def _in(phrase: Phrase, lang: Lang) -> str:
    return phrase.ru if lang == "ru" else phrase.en
