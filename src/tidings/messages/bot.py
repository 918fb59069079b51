"""What the bot says: greetings, questions, settings, buttons, and what it answers to presses."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

_COMMANDS: dict[str, Phrase] = {
    "bot.menu.trends": Phrase(
        en="What is happening and what is rising", ru="Что происходит и что на подъёме"
    ),
    "bot.menu.analyze": Phrase(
        en="Keywords, sentiment or topics of a subject", ru="Ключевые слова, тональность или темы запроса"
    ),
    "bot.menu.follow": Phrase(en="Follow a subject", ru="Следить за темой"),
    "bot.menu.following": Phrase(en="What you follow", ru="За чем вы следите"),
    "bot.menu.settings": Phrase(
        en="Language, time zone, digest, quiet hours, sources",
        ru="Язык, часовой пояс, дайджест, тихие часы, источники",
    ),
    "bot.menu.help": Phrase(en="How to ask, with examples", ru="Как спрашивать, с примерами"),
    "bot.menu.privacy": Phrase(en="What is stored about you", ru="Что о вас хранится"),
    "bot.menu.delete_me": Phrase(
        en="Remove everything stored about you", ru="Удалить всё, что о вас хранится"
    ),
    "bot.menu.status": Phrase(en="How the service is doing", ru="Состояние сервиса"),
    "bot.menu.feeds": Phrase(en="How the feeds are doing", ru="Состояние лент"),
}

_START: dict[str, Phrase] = {
    "bot.start.hello": Phrase(en="Hello!", ru="Здравствуйте!"),
    "bot.start.what": Phrase(
        en="I read the news and tell you what is happening, what is rising and in what tone it is covered. "
        "Every claim comes with an article and the words that prove it.",
        ru="Я читаю новости и рассказываю, что происходит, что набирает ход и в каком тоне об этом пишут. "
        "За каждым выводом стоит статья и слова, которые его подтверждают.",
    ),
    "bot.start.language": Phrase(en="Which language do you prefer?", ru="На каком языке вам удобнее?"),
    "bot.start.zone": Phrase(
        en="Where are you? Times, quiet hours and digests will follow your clock.",
        ru="Где вы находитесь? По вашим часам пойдут время в ответах, тихие часы и дайджест.",
    ),
    "bot.start.ready": Phrase(en="All set.", ru="Всё готово."),
    "bot.start.clock": Phrase(
        en="Your time: {time} ({zone}). Change it any time in /settings.",
        ru="Ваше время: {time} ({zone}). Изменить можно в /settings.",
    ),
    "bot.start.next": Phrase(
        en="Start with one of these, or just send me a subject, such as “oil” or “central bank”.",
        ru="Начните с одной из кнопок или просто пришлите тему, например «нефть» или «ставка ЦБ».",
    ),
    "bot.start.group": Phrase(
        en="I answer commands here, such as {trends} or {analyze}, and replies to my messages. "
        "Settings are yours alone: write to me privately.",
        ru="Здесь я отвечаю на команды, например {trends} или {analyze}, и на ответы на мои сообщения. "
        "Настройки у каждого свои: напишите мне в личные сообщения.",
    ),
    "bot.button.today": Phrase(en="📈 What is happening now", ru="📈 Что происходит сейчас"),
    "bot.button.subject": Phrase(en="🔎 Ask about a subject", ru="🔎 Спросить о теме"),
    "bot.button.how": Phrase(en="❓ What I can do", ru="❓ Что я умею"),
    "bot.button.other_zone": Phrase(en="Another city…", ru="Другой город…"),
    "bot.subject.ask": Phrase(
        en="What subject? A word, a name or a few words, for example: interest rate.",
        ru="О чём? Слово, имя или несколько слов, например: ключевая ставка.",
    ),
    "bot.zone.ask": Phrase(
        en="Send me a city or a zone, for example: Lisbon, Asia/Tokyo or UTC+5.",
        ru="Пришлите город или пояс, например: Тбилиси, Asia/Tokyo или UTC+5.",
    ),
    "bot.zone.unknown": Phrase(
        en="I do not know “{text}”. Send the nearest large city, or an offset such as UTC+5.",
        ru="Не знаю «{text}». Пришлите ближайший большой город или смещение, например UTC+5.",
    ),
}

_HELP: dict[str, Phrase] = {
    "bot.help.title": Phrase(en="How to ask", ru="Как спрашивать"),
    "bot.help.plain": Phrase(
        en="Send a subject in your own words, and choose what to do with it.",
        ru="Пришлите тему своими словами и выберите, что с ней сделать.",
    ),
    "bot.help.trends": Phrase(
        en="what is happening and what is rising; the last 24 hours unless you say otherwise",
        ru="что происходит и что на подъёме; за сутки, если не указать другое",
    ),
    "bot.help.analyze": Phrase(
        en="keywords, sentiment or topics, of a subject or of all news",
        ru="ключевые слова (keywords), тональность (sentiment) или темы (topics): по запросу или по всем "
        "новостям",
    ),
    "bot.help.follow": Phrase(
        en="new articles about a subject as they come; /following shows and ends it",
        ru="новые статьи по теме, как только они выйдут; список и отписка — в /following",
    ),
    "bot.help.settings": Phrase(
        en="language, time zone, daily digest, quiet hours, sources",
        ru="язык, часовой пояс, ежедневный дайджест, тихие часы, источники",
    ),
    "bot.help.privacy": Phrase(
        en="what is stored about you; /delete_me removes it all",
        ru="что о вас хранится; /delete_me удаляет всё",
    ),
    "bot.help.status": Phrase(
        en="how the service is doing; for operators alone", ru="состояние сервиса; только для операторов"
    ),
    "bot.help.feeds": Phrase(
        en="how the feeds are doing; for operators alone", ru="состояние лент; только для операторов"
    ),
    "bot.help.examples": Phrase(en="Examples, tap to copy", ru="Примеры: нажмите, чтобы скопировать"),
    "bot.help.example.trends": Phrase(en="/trends 1w en", ru="/trends 1w ru"),
    "bot.help.example.sentiment": Phrase(
        en="/analyze sentiment “oil” 3d", ru="/analyze sentiment «нефть» 3d"
    ),
    "bot.help.example.topics": Phrase(
        en="/analyze topics elections 1m lang:en", ru="/analyze topics выборы 1m lang:ru"
    ),
    "bot.help.example.source": Phrase(
        en="/analyze keywords “interest rate” source:reuters.com",
        ru="/analyze keywords «ключевая ставка» source:rbc.ru",
    ),
    "bot.help.example.follow": Phrase(en="/follow interest rate", ru="/follow ключевая ставка"),
    "bot.help.options": Phrase(en="Options, in any order", ru="Параметры, в любом порядке"),
    "bot.help.value.lang": Phrase(en="lang:en", ru="lang:ru"),
    "bot.help.value.other_lang": Phrase(en="lang:ru", ru="lang:en"),
    "bot.help.value.site": Phrase(en="source:bbc.com", ru="source:rbc.ru"),
    "bot.help.value.name": Phrase(en="source:“The Times”", ru="source:«Северный вестник»"),
    "bot.help.windows": Phrase(en="period: {windows}", ru="период: {windows}"),
    "bot.help.lang": Phrase(
        en="language of the articles: {one} or {other}; {bare} or {other_bare} alone will do",
        ru="язык статей: {one} или {other}; можно просто {bare} или {other_bare}",
    ),
    "bot.help.source": Phrase(
        en="a source, by its site or its name: {one} or {other}",
        ru="источник, по сайту или по названию: {one} или {other}",
    ),
}

_ASKING: dict[str, Phrase] = {
    "bot.ask.query": Phrase(
        en="“{query}”: what would you like to know?", ru="«{query}»: что вы хотите узнать?"
    ),
    "bot.ask.mode": Phrase(
        en="What shall I find out? Add a subject after the mode, or I look at all news.",
        ru="Что посчитать? Тему можно дописать после режима, без неё я возьму все новости.",
    ),
    "bot.ask.unknown_mode": Phrase(
        en="There is no mode “{value}”. There are keywords, sentiment and topics.",
        ru="Режима «{value}» нет. Есть keywords (ключевые слова), sentiment (тональность) и topics (темы).",
    ),
    "bot.ask.meant": Phrase(en="Did you mean {meant}?", ru="Вы имели в виду {meant}?"),
    "bot.ask.unknown_window": Phrase(
        en="There is no period “{value}”. There are {windows}.", ru="Периода «{value}» нет. Есть {windows}."
    ),
    "bot.ask.unknown_option": Phrase(
        en="There is no option “{value}”. There are lang:, source: and window:.",
        ru="Параметра «{value}» нет. Есть язык:, источник: и период:.",
    ),
    "bot.ask.unknown_lang": Phrase(
        en="Articles are found by language in ru and en, not in “{value}”. Without a language I look at all.",
        ru="Отбирать статьи можно по языкам ru и en, а «{value}» среди них нет. Без языка я беру все.",
    ),
    "bot.ask.trends_query": Phrase(
        en="Trends cover all news. About “{query}” I can tell you this:",
        ru="Тренды считаются по всем новостям. А о «{query}» могу рассказать вот что:",
    ),
    "bot.ask.no_text": Phrase(
        en="I understand text only. Send a subject in words, or see /help.",
        ru="Я понимаю только текст. Пришлите тему словами или загляните в /help.",
    ),
    "bot.ask.unknown_command": Phrase(
        en="I do not know this command; /help shows those there are.",
        ru="Такой команды я не знаю; все команды — в /help.",
    ),
    "bot.ask.unknown_command_near": Phrase(
        en="I do not know this command. Did you mean {meant}?",
        ru="Такой команды я не знаю. Может быть, {meant}?",
    ),
    "bot.ask.unknown_source": Phrase(en="There is no source “{value}”.", ru="Источника «{value}» нет."),
    "bot.ask.near_sources": Phrase(
        en="Choose one of these, or all of them.", ru="Выберите один из этих или сразу все."
    ),
    "page.error.no_source_left": Phrase(
        en="Your settings leave no source to answer from. Look at your sources in /settings.",
        ru="По вашим настройкам не осталось ни одного источника. Проверьте источники в /settings.",
    ),
    "no_source_left": Phrase(
        en="The settings leave no source to answer from.", ru="По настройкам не осталось ни одного источника."
    ),
    "bot.mode.keywords": Phrase(en="Keywords", ru="Ключевые слова"),
    "bot.mode.sentiment": Phrase(en="Sentiment", ru="Тональность"),
    "bot.mode.topics": Phrase(en="Topics", ru="Темы"),
    "bot.mode.trends": Phrase(en="Trends", ru="Тренды"),
    "bot.window.6h": Phrase(en="6 hours", ru="6 часов"),
    "bot.window.12h": Phrase(en="12 hours", ru="12 часов"),
    "bot.window.24h": Phrase(en="24 hours", ru="24 часа"),
    "bot.window.1d": Phrase(en="24 hours", ru="24 часа"),
    "bot.window.3d": Phrase(en="3 days", ru="3 дня"),
    "bot.window.1w": Phrase(en="Week", ru="Неделя"),
    "bot.window.2w": Phrase(en="2 weeks", ru="2 недели"),
    "bot.window.1m": Phrase(en="Month", ru="Месяц"),
    "bot.window.3m": Phrase(en="3 months", ru="3 месяца"),
    "bot.window.6m": Phrase(en="6 months", ru="Полгода"),
    "bot.window.1y": Phrase(en="Year", ru="Год"),
    "bot.articles.ru": Phrase(en="In Russian", ru="На русском"),
    "bot.articles.en": Phrase(en="In English", ru="На английском"),
    "bot.articles.all": Phrase(en="In all languages", ru="На всех языках"),
    "bot.all_sources": Phrase(en="From all sources", ru="По всем источникам"),
}

_BUTTONS: dict[str, Phrase] = {
    "bot.button.explain": Phrase(en="🔍 Explain", ru="🔍 Почему так"),
    "bot.button.sources": Phrase(en="📰 All sources", ru="📰 Все источники"),
    "bot.button.similar": Phrase(en="🧭 Similar", ru="🧭 Похожее"),
    "bot.button.follow": Phrase(en="🔔 Follow", ru="🔔 Следить"),
    "bot.button.wrong": Phrase(en="⚠️ Wrong?", ru="⚠️ Неверно?"),
    "bot.button.helpful": Phrase(en="👍", ru="👍"),
    "bot.button.not_helpful": Phrase(en="👎", ru="👎"),
    "bot.button.retry": Phrase(en="↻ Try again", ru="↻ Повторить"),
    "bot.button.back": Phrase(en="‹ Back", ru="‹ Назад"),
    "bot.button.cancel": Phrase(en="Cancel", ru="Отмена"),
    "bot.button.done": Phrase(en="Done", ru="Готово"),
    "bot.press.forged": Phrase(en="I did not make this button.", ru="Эту кнопку сделал не я."),
    "bot.press.expired": Phrase(
        en="This button has expired. Please ask again.",
        ru="Эта кнопка устарела. Спросите, пожалуйста, ещё раз.",
    ),
    "bot.press.foreign": Phrase(
        en="This button belongs to whoever asked. Send a command of your own, and you get your own buttons.",
        ru="Эта кнопка для того, кто спрашивал. Отправьте свою команду, и у вас будут свои кнопки.",
    ),
    "bot.press.twice": Phrase(en="Done already, see below.", ru="Уже сделано, смотрите ниже."),
    "bot.press.thanks": Phrase(en="Thank you!", ru="Спасибо!"),
    "bot.press.noted": Phrase(en="Noted, thank you.", ru="Учтено, спасибо."),
    "bot.press.rated": Phrase(en="You have said so already.", ru="Вы уже ответили так же."),
    "bot.press.no_article": Phrase(
        en="There is no article to look from.", ru="Не от чего искать: в ответе нет статей."
    ),
}

_FOLLOWING: dict[str, Phrase] = {
    "bot.follow.how": Phrase(
        en="Send the subject after the command, for example: /follow interest rate. Or ask about something "
        "and press 🔔 under the answer.",
        ru="Напишите тему после команды, например: /follow ключевая ставка. Или спросите о чём-нибудь "
        "и нажмите 🔔 под ответом.",
    ),
    "bot.follow.done": Phrase(en="🔔 You follow “{words}”", ru="🔔 Вы следите: «{words}»"),
    "bot.follow.means.query": Phrase(
        en="New articles about it will come here, not in your quiet hours. /following ends it.",
        ru="Новые статьи об этом придут сюда, но не в тихие часы. Отписаться можно в /following.",
    ),
    "bot.follow.means.name": Phrase(
        en="New articles that name it will come here, not in your quiet hours. /following ends it.",
        ru="Новые статьи с этим именем придут сюда, но не в тихие часы. Отписаться можно в /following.",
    ),
    "bot.follow.means.story": Phrase(
        en="New articles of the story will come here, not in your quiet hours. /following ends it.",
        ru="Новые статьи сюжета придут сюда, но не в тихие часы. Отписаться можно в /following.",
    ),
    "bot.follow.known": Phrase(
        en="You follow “{words}” already. All you follow: /following",
        ru="Вы уже следите: «{words}». Весь список: /following",
    ),
    "bot.follow.changed": Phrase(
        en="You follow “{words}” already; its sources are now: {sources}. All you follow: /following",
        ru="Вы уже следите: «{words}»; теперь источники: {sources}. Весь список: /following",
    ),
    "bot.follow.toast": Phrase(
        en="You follow “{words}” now. New articles will come to our private chat.",
        ru="Теперь вы следите: «{words}». Новые статьи придут в личные сообщения.",
    ),
    "bot.follow.which": Phrase(en="Which story shall I follow?", ru="За каким сюжетом следить?"),
    "bot.follow.one": Phrase(en="🔔 {number}", ru="🔔 {number}"),
    "bot.follow.no_stories": Phrase(
        en="Ask about a subject first, then follow it.",
        ru="Сначала спросите о теме, потом подпишитесь на неё.",
    ),
    "bot.follow.title": Phrase(en="You follow", ru="Вы следите"),
    "bot.follow.none": Phrase(
        en="You follow nothing yet. Send /follow with a subject, or press 🔔 under an answer.",
        ru="Вы пока ни за чем не следите. Отправьте /follow и тему или нажмите 🔔 под ответом.",
    ),
    "bot.follow.how_to_end": Phrase(
        en="A button ends what has its number.", ru="Кнопка с номером — отписка."
    ),
    "bot.follow.end": Phrase(en="✕ {number}", ru="✕ {number}"),
    "bot.follow.kind.query": Phrase(en="subject", ru="тема"),
    "bot.follow.kind.name": Phrase(en="name", ru="имя"),
    "bot.follow.kind.story": Phrase(en="story", ru="сюжет"),
    "bot.follow.ended": Phrase(en="Ended: no more news of it.", ru="Отписка оформлена."),
    "bot.follow.ended_before": Phrase(en="You do not follow it any more.", ru="Вы на это уже не подписаны."),
    "bot.digest.end": Phrase(en="🔕 No more digests", ru="🔕 Больше не присылать дайджест"),
    "bot.digest.ended": Phrase(
        en="No more digests. /settings brings them back.",
        ru="Дайджеста больше не будет. Вернуть его можно в /settings.",
    ),
    "bot.follow.digest": Phrase(en="☀️ Daily digest at {hour}", ru="☀️ Дайджест каждый день в {hour}"),
    "bot.follow.digest_on": Phrase(
        en="A digest will come every day at {hour}. Change the hour in /settings.",
        ru="Дайджест будет приходить каждый день в {hour}. Изменить час можно в /settings.",
    ),
}

_JUDGING: dict[str, Phrase] = {
    "bot.judge.title": Phrase(en="Which claims are right?", ru="Какие выводы верны?"),
    "bot.judge.how": Phrase(
        en="Mark each as ✓ right or ✗ wrong. Your marks are kept with the claim and its quote, "
        "to make the checks better.",
        ru="Отметьте ✓ верно или ✗ неверно. Оценка сохраняется вместе с выводом и цитатой, "
        "чтобы проверка становилась точнее.",
    ),
    "bot.judge.accept": Phrase(en="{number} ✓", ru="{number} ✓"),
    "bot.judge.reject": Phrase(en="{number} ✗", ru="{number} ✗"),
    "bot.judge.accepted": Phrase(en="✅ {number} right", ru="✅ {number} верно"),
    "bot.judge.rejected": Phrase(en="❌ {number} wrong", ru="❌ {number} неверно"),
}

_SETTINGS: dict[str, Phrase] = {
    "bot.settings.title": Phrase(en="Settings", ru="Настройки"),
    "bot.settings.lang": Phrase(en="Language: {value}", ru="Язык: {value}"),
    "bot.settings.zone": Phrase(en="Time zone: {value}", ru="Часовой пояс: {value}"),
    "bot.settings.digest": Phrase(en="Daily digest: {value}", ru="Ежедневный дайджест: {value}"),
    "bot.settings.quiet": Phrase(en="Quiet hours: {value}", ru="Тихие часы: {value}"),
    "bot.settings.sources": Phrase(en="Sources: {value}", ru="Источники: {value}"),
    "bot.settings.blocked": Phrase(en="Blocked: {value}", ru="Исключены: {value}"),
    "bot.settings.button.lang": Phrase(en="Language", ru="Язык"),
    "bot.settings.button.zone": Phrase(en="Time zone", ru="Часовой пояс"),
    "bot.settings.button.digest": Phrase(en="Digest", ru="Дайджест"),
    "bot.settings.button.quiet": Phrase(en="Quiet hours", ru="Тихие часы"),
    "bot.settings.button.sources": Phrase(en="Sources", ru="Источники"),
    "bot.settings.button.blocked": Phrase(en="Blocked sources", ru="Исключённые"),
    "bot.settings.clear.sources": Phrase(en="All sources", ru="Все источники"),
    "bot.settings.clear.blocked": Phrase(en="Block none", ru="Никого не исключать"),
    "bot.settings.language_name": Phrase(en="English", ru="Русский"),
    "bot.settings.not_chosen": Phrase(en="not chosen, UTC", ru="не выбран, UTC"),
    "bot.settings.none": Phrase(en="none", ru="нет"),
    "bot.settings.off": Phrase(en="off", ru="выключен"),
    "bot.settings.never": Phrase(en="none, I may write any time", ru="нет, пишите в любое время"),
    "bot.settings.at": Phrase(en="at {hour}", ru="в {hour}"),
    "bot.settings.between": Phrase(en="from {start} to {end}", ru="с {start} до {end}"),
    "bot.settings.all": Phrase(en="all", ru="все"),
    "bot.settings.only": Phrase(
        en="{chosen:chosen source only|chosen sources only}",
        ru="только {chosen:выбранный|выбранных|выбранных}",
    ),
    "bot.settings.count": Phrase(en="{sources:source|sources}", ru="{sources:источник|источника|источников}"),
    "bot.settings.ask.lang": Phrase(en="Language of the bot", ru="Язык бота"),
    "bot.settings.ask.zone": Phrase(en="Your time zone", ru="Ваш часовой пояс"),
    "bot.settings.ask.digest": Phrase(
        en="When to send the daily digest of what you follow, by your clock?",
        ru="Когда по вашим часам присылать дайджест того, за чем вы следите?",
    ),
    "bot.settings.ask.quiet": Phrase(
        en="When not to disturb you? What comes then waits until the morning.",
        ru="Когда вас не беспокоить? То, что придёт в это время, подождёт до утра.",
    ),
    "bot.settings.ask.sources": Phrase(
        en="Which sources to answer from? Nothing ticked means all of them.",
        ru="По каким источникам отвечать? Если ничего не отмечено, по всем.",
    ),
    "bot.settings.ask.blocked": Phrase(
        en="Which sources to leave out? Neither answers nor alerts will use them.",
        ru="Какие источники исключить? Их не будет ни в ответах, ни в уведомлениях.",
    ),
    "bot.settings.no_sources": Phrase(
        en="No source has been read yet.", ru="Пока не прочитан ни один источник."
    ),
    "bot.settings.no_digest": Phrase(en="No digest", ru="Без дайджеста"),
    "bot.settings.no_quiet": Phrase(en="No quiet hours", ru="Без тихих часов"),
    "bot.settings.saved": Phrase(en="Saved", ru="Сохранено"),
    "bot.settings.private": Phrase(
        en="That is between you and me: write to me privately.",
        ru="Это только для вас: напишите мне в личные сообщения.",
    ),
}

_PRIVACY: dict[str, Phrase] = {
    "bot.privacy.title": Phrase(en="What is stored about you", ru="Что о вас хранится"),
    "bot.privacy.settings": Phrase(
        en="your Telegram number, language, time zone, hours and sources",
        ru="ваш номер в Telegram, язык, часовой пояс, часы и источники",
    ),
    "bot.privacy.messages": Phrase(
        en="what you sent and what was sent to you, until it is dealt with and a little longer, so that "
        "nothing is lost or said twice",
        ru="что вы прислали и что вам отправлено: пока это обрабатывается и ещё немного, чтобы ничего не "
        "потерялось и не повторилось",
    ),
    "bot.privacy.answers": Phrase(
        en="your answers with their reasons, for {days:day|days}, under a code instead of your number",
        ru="ваши ответы с обоснованиями, {days:день|дня|дней}, под кодом вместо номера",
    ),
    "bot.privacy.follows": Phrase(
        en="what you follow, until you stop", ru="за чем вы следите, пока не отпишетесь"
    ),
    "bot.privacy.judgements": Phrase(
        en="your marks on answers and claims", ru="ваши оценки ответов и выводов"
    ),
    "bot.privacy.costs": Phrase(
        en="what your questions cost in language models, under the same code",
        ru="во что обошлись ваши вопросы языковым моделям, под тем же кодом",
    ),
    "bot.privacy.not": Phrase(
        en="Phone numbers, addresses and other personal data are masked in answers. In groups I read only "
        "what is addressed to me.",
        ru="Телефоны, адреса и другие личные данные в ответах скрыты. В группах я читаю только то, что "
        "обращено ко мне.",
    ),
    "bot.privacy.delete": Phrase(
        en="/delete_me removes all of it at once.", ru="/delete_me удаляет всё это сразу."
    ),
    "bot.delete.ask": Phrase(
        en="Remove everything stored about you? What you follow, your settings, answers and marks cannot be "
        "brought back.",
        ru="Удалить всё, что о вас хранится? Подписки, настройки, ответы и оценки нельзя будет вернуть.",
    ),
    "bot.delete.yes": Phrase(en="Yes, remove everything", ru="Да, удалить всё"),
    "bot.delete.kept": Phrase(en="Nothing was removed.", ru="Ничего не удалено."),
    "bot.delete.busy": Phrase(
        en="A question of yours is still being answered. Press again once the answer is there.",
        ru="На ваш последний вопрос ещё готовится ответ. Нажмите ещё раз, когда он придёт.",
    ),
    "bot.delete.done": Phrase(
        en="Everything stored about you has been removed. Messages in this chat are Telegram's: you can "
        "clear them there. Should you come back, send /start.",
        ru="Всё, что о вас хранилось, удалено. Сообщения в этом чате хранит Telegram: очистить их можно там. "
        "Захотите вернуться — отправьте /start.",
    ),
}

_OPERATORS: dict[str, Phrase] = {
    "bot.status.title": Phrase(en="Status", ru="Состояние"),
    "bot.status.version": Phrase(en="Tidings {version}", ru="Tidings {version}"),
    "bot.status.articles": Phrase(
        en="{articles:article|articles}, the newest {newest}",
        ru="{articles:статья|статьи|статей}, новейшая {newest}",
    ),
    "bot.status.empty": Phrase(en="no articles yet", ru="статей пока нет"),
    "bot.status.feeds": Phrase(
        en="{feeds:feed|feeds}: {active} fine, {new} not yet read, {backing_off} in trouble, {dead} given up",
        ru="{feeds:лента|ленты|лент}: в порядке {active}, ещё не читано {new}, со сбоями {backing_off}, "
        "отключено {dead}",
    ),
    "bot.status.no_feeds": Phrase(en="no feeds", ru="лент нет"),
    "bot.status.follows": Phrase(
        en="{follows:thing is|things are} followed by {readers:reader|readers}",
        ru="{follows:подписка|подписки|подписок} у {readers:читателя|читателей|читателей}",
    ),
    "bot.status.readers": Phrase(
        en="{readers:reader|readers}, {today} of them in the last 24 hours",
        ru="{readers:читатель|читателя|читателей}, за сутки {today}",
    ),
    "bot.status.waiting": Phrase(
        en="{waiting:message|messages} waiting", ru="в очереди {waiting:сообщение|сообщения|сообщений}"
    ),
    "bot.status.satisfaction": Phrase(
        en="Answers that helped, last {days} days", ru="Полезные ответы за {days} дней"
    ),
    "bot.status.helped": Phrase(
        en="{command}: {helpful} of {ratings} ({share})", ru="{command}: {helpful} из {ratings} ({share})"
    ),
    "bot.status.no_ratings": Phrase(en="nobody has said yet", ru="оценок пока нет"),
    "bot.status.verdicts": Phrase(
        en="claims accepted by readers: {accepted} of {claims}",
        ru="выводы, принятые читателями: {accepted} из {claims}",
    ),
    "bot.feeds.title": Phrase(en="Feeds", ru="Ленты"),
    "bot.feeds.none": Phrase(
        en="No feed is followed. Add some with `tidings feeds add`.",
        ru="Лент нет. Добавьте их командой `tidings feeds add`.",
    ),
    "bot.feeds.never": Phrase(en="not read yet", ru="ещё не прочитана"),
    "bot.feeds.read": Phrase(en="read {moment}", ru="прочитана {moment}"),
    "bot.operators_only": Phrase(
        en="Only operators of this bot may see that.", ru="Это видят только операторы бота."
    ),
}

PHRASES: dict[str, Phrase] = {
    **_COMMANDS,
    **_START,
    **_HELP,
    **_ASKING,
    **_BUTTONS,
    **_FOLLOWING,
    **_JUDGING,
    **_SETTINGS,
    **_PRIVACY,
    **_OPERATORS,
}
