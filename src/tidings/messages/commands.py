"""What the commands and their options are for, with an example each; shown by --help."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "panel.options": Phrase(en="Options", ru="Параметры"),
    "panel.arguments": Phrase(en="Arguments", ru="Аргументы"),
    "panel.commands": Phrase(en="Commands", ru="Команды"),
    "help": Phrase(
        en="""\
News intelligence on your own machine: what is happening, what is rising, how it feels.

Every claim carries a dated source and the quote that proves it. New here? Start with

$ tidings demo""",
        ru="""\
Аналитика новостей на вашей машине: что происходит, что растёт и каков тон.

У каждого вывода есть источник с датой и цитата, которая его подтверждает. Для знакомства:

$ tidings demo""",
    ),
    "help.demo": Phrase(
        en="""\
Show Tidings at work within a minute, in a data folder of its own.

Polls a list of about forty public feeds; where none can be reached, a bundled sample of invented
news takes their place. Your own articles are not touched.

$ tidings demo --lang en""",
        ru="""\
Показать Tidings в работе за минуту, в отдельной папке данных.

Опрашивает около сорока открытых лент, а если ни одна недоступна, берёт встроенный пример с выдуманными
новостями. Ваши статьи не затрагиваются.

$ tidings demo --lang ru""",
    ),
    "help.init": Phrase(
        en="""\
Create the data folder and a commented settings file.

With --feeds, also follow the shipped list of public Russian and English feeds. Nothing that exists is
overwritten.

$ tidings init --feeds""",
        ru="""\
Создать папку данных и файл настроек с пояснениями.

С --feeds ещё и подписаться на прилагаемый список открытых лент на русском и английском. Ничего из уже
существующего не перезаписывается.

$ tidings init --feeds""",
    ),
    "help.trends": Phrase(
        en="""\
Tell what is happening, what is rising and how the coverage feels.

Counts every article of the window and compares it with what came before.

$ tidings trends 24h

$ tidings trends 1w --as-of 2024-05-30 --news-lang ru --json""",
        ru="""\
Рассказать, что происходит, что растёт и каков тон новостей.

Считает все статьи окна и сравнивает их с тем, что было раньше.

$ tidings trends 24h

$ tidings trends 1w --as-of 2024-05-30 --news-lang ru --json""",
    ),
    "help.analyze": Phrase(
        en="""\
Look into one subject: its keywords, its sentiment or its topics.

Without a query the whole window is analysed.

$ tidings analyze keywords "central bank" --window 1w

$ tidings analyze sentiment elections --window 3d""",
        ru="""\
Разобрать одну тему: ключевые слова (keywords), тональность (sentiment) или темы (topics).

Без запроса анализируется всё окно.

$ tidings analyze keywords "ключевая ставка" --window 1w

$ tidings analyze sentiment выборы --window 3d""",
    ),
    "help.search": Phrase(
        en="""\
Find articles by words and by meaning.

--explain shows each article's place in both rankings and how they add up.

$ tidings search "port strike" --window 1w --explain""",
        ru="""\
Найти статьи по словам и по смыслу.

--explain показывает место статьи в обоих рейтингах и то, как они складываются.

$ tidings search "забастовка в порту" --window 1w --explain""",
    ),
    "help.explain": Phrase(
        en="""\
Tell why an answer says what it says: the quotes, the articles that were counted, the past they were held
against, the parts of the confidence, and what was left out.

Without a reference, the newest answer; its last line names it, and --list shows those that are kept. Cited
articles that were corrected since are marked.

$ tidings explain

$ tidings explain --list

$ tidings explain 1f3a --json""",
        ru="""\
Рассказать, на чём держится ответ: цитаты, посчитанные статьи, прошлое, с которым их сравнили, из чего сложена
уверенность и что в ответ не вошло.

Без номера — последний ответ; номер стоит в последней строке ответа, а сохранённые показывает --list. Статьи,
исправленные с тех пор, отмечены.

$ tidings explain

$ tidings explain --list

$ tidings explain 1f3a --json""",
    ),
    "help.check": Phrase(
        en="""\
Hold a sentence of your own against stored articles, by the rules that hold for answers.

“Proved” means that words of the article, which are quoted, bear the sentence out. Whether the article is
right is not checked: read it with `tidings article`.

The exit code is 0 where it is proved, 1 where it is not, 2 where there is nothing to check, such as no
article of that number.

$ tidings check "The port of Valmere was closed for two days." --article 123

$ tidings check "The port was closed." --article https://valmere-herald.example/port --as-of 2024-03-08""",
        ru="""\
Проверить своё предложение по сохранённым статьям, по тем же правилам, что и ответы.

«Подтверждено» значит, что предложение следует из слов статьи, они приводятся. Права ли сама статья, не
проверяется: прочитайте её командой `tidings article`.

Код возврата 0, если оно подтверждено, 1, если нет, и 2, если проверять нечего: например, нет такой статьи.

$ tidings check "Порт Валмер был закрыт два дня." --article 123

$ tidings check "Порт был закрыт." --article https://valmere-herald.example/port --as-of 2024-03-08""",
    ),
    "help.article": Phrase(
        en="""\
Print a stored article with its text.

Quotes of an answer carry offsets into exactly this text; --span cuts them out for checking.

$ tidings article 123 --span 19:50""",
        ru="""\
Напечатать сохранённую статью с её текстом.

Цитаты в ответах указывают позиции именно в этом тексте; --span вырезает их для проверки.

$ tidings article 123 --span 19:50""",
    ),
    "help.ingest": Phrase(
        en="""\
Poll the feeds that are due and take their new articles in.

--watch keeps polling until Ctrl-C.

$ tidings ingest --watch""",
        ru="""\
Опросить ленты, которым пора, и принять новые статьи.

С --watch опрос продолжается до Ctrl-C.

$ tidings ingest --watch""",
    ),
    "help.import": Phrase(
        en="""\
Take in articles from a file or a folder.

Reads JSON Lines and CSV, also gzipped, with the columns title, text or description, url, source and
published_at, and folders of saved feeds. Importing twice changes nothing; a killed import resumes.

$ tidings import news.jsonl.gz""",
        ru="""\
Принять статьи из файла или папки.

Читает JSON Lines и CSV, в том числе сжатые gzip, с полями title, text или description, url, source и
published_at, а также папки с сохранёнными лентами. Повторный импорт ничего не
меняет; прерванный продолжается.

$ tidings import news.jsonl.gz""",
    ),
    "help.reindex": Phrase(
        en="""\
Analyse all stored articles again.

Needed after the embedding model was changed in the settings, useful after an upgrade of Tidings.

$ tidings reindex""",
        ru="""\
Заново проанализировать все сохранённые статьи.

Нужно после смены модели векторов в настройках, полезно после обновления Tidings.

$ tidings reindex""",
    ),
    "help.feeds": Phrase(
        en="""\
Choose the feeds that Tidings reads.

$ tidings feeds add https://example.com/rss.xml""",
        ru="""\
Выбрать ленты, которые читает Tidings.

$ tidings feeds add https://example.com/rss.xml""",
    ),
    "help.feeds.add": Phrase(
        en="""\
Follow a feed.

$ tidings feeds add https://example.com/rss.xml --title "Example News" """,
        ru="""\
Подписаться на ленту.

$ tidings feeds add https://example.com/rss.xml --title "Пример" """,
    ),
    "help.feeds.remove": Phrase(
        en="""\
Stop following a feed; its articles stay.

$ tidings feeds remove https://example.com/rss.xml""",
        ru="""\
Отписаться от ленты; её статьи остаются.

$ tidings feeds remove https://example.com/rss.xml""",
    ),
    "help.feeds.list": Phrase(
        en="""\
List the feeds that are followed.

$ tidings feeds list --json""",
        ru="""\
Показать ленты, на которые вы подписаны.

$ tidings feeds list --json""",
    ),
    "help.feeds.import": Phrase(
        en="""\
Follow every feed of an OPML file, as other readers export them.

$ tidings feeds import subscriptions.opml""",
        ru="""\
Подписаться на все ленты из файла OPML, какие сохраняют другие программы.

$ tidings feeds import subscriptions.opml""",
    ),
    "help.feeds.export": Phrase(
        en="""\
Print the followed feeds as OPML.

$ tidings feeds export > subscriptions.opml""",
        ru="""\
Вывести список лент в формате OPML.

$ tidings feeds export > subscriptions.opml""",
    ),
    "help.feeds.health": Phrase(
        en="""\
Tell which feeds answer, which fail and why.

$ tidings feeds health""",
        ru="""\
Показать, какие ленты отвечают, какие нет и почему.

$ tidings feeds health""",
    ),
    "help.doctor": Phrase(
        en="""\
Check that everything Tidings stands on works, and say what to do where it does not.

$ tidings doctor""",
        ru="""\
Проверить всё, на чём держится Tidings, и подсказать, что делать, если что-то не работает.

$ tidings doctor""",
    ),
    "help.bot": Phrase(
        en="""\
Answer in Telegram until Ctrl-C.

Get a token from @BotFather and set it as TIDINGS_TELEGRAM_TOKEN; the bot then asks Telegram for what people
write. Any number of processes may run on one database: they share the work. Whoever is killed loses nothing:
what was asked is answered by the next, and nothing is answered twice.

TIDINGS_TELEGRAM_USERS lets in only those it names, TIDINGS_TELEGRAM_ADMINS may also use /status and /feeds;
TIDINGS_TELEGRAM_WEBHOOK_URL has Telegram post updates instead. Ctrl-C stops it when it has finished its
answers, a second one at once.

$ tidings bot""",
        ru="""\
Отвечать в Telegram, до Ctrl-C.

Получите токен у @BotFather и задайте его в TIDINGS_TELEGRAM_TOKEN; бот будет сам спрашивать у Telegram, что
ему написали. На одной базе данных может работать сколько угодно процессов: они делят работу. Если процесс
убит, ничего не теряется: на вопросы ответит следующий, и дважды никто ответа не получит.

TIDINGS_TELEGRAM_USERS впускает только тех, кто в нём назван, TIDINGS_TELEGRAM_ADMINS открывает ещё /status и
/feeds; с TIDINGS_TELEGRAM_WEBHOOK_URL обновления присылает сам Telegram. Ctrl-C остановит бота, когда он
закончит ответы, второй раз — сразу.

$ tidings bot""",
    ),
    "help.dev": Phrase(
        en="""\
Try Tidings out without the services it usually asks.

$ tidings dev providers""",
        ru="""\
Испытать Tidings без сервисов, к которым оно обычно обращается.

$ tidings dev providers""",
    ),
    "help.dev.providers": Phrase(
        en="""\
Stand in for the providers of language models, on this machine alone, until Ctrl-C.

Speaks the protocols of Google, Anthropic and OpenAI and prints the settings that lead Tidings here. What
it writes is put together from the prompt's own documents; with --behaviour it fails as providers do.

$ tidings dev providers --behaviour rate_limited""",
        ru="""\
Заменить поставщиков языковых моделей, только на этой машине, до Ctrl-C.

Говорит на протоколах Google, Anthropic и OpenAI и печатает настройки, которые направят Tidings сюда. Ответы
составляются из документов самого запроса; с --behaviour серверы отказывают так, как это бывает у поставщиков.

$ tidings dev providers --behaviour rate_limited""",
    ),
    "option.port": Phrase(
        en="The port to serve on; 0 takes a free one.", ru="Порт серверов; 0 — любой свободный."
    ),
    "option.behaviour": Phrase(
        en="How to behave: ok, slow, overloaded, refusal or another of docs/providers.md.",
        ru="Как себя вести: ok, slow, overloaded, refusal или иначе, см. docs/providers.md.",
    ),
    "option.seconds": Phrase(
        en="How long to wait before each answer.", ru="Сколько ждать перед каждым ответом, в секундах."
    ),
    "option.lang": Phrase(
        en="Language of the interface and of the words of answers; else the settings', else the locale's.",
        ru="Язык интерфейса и слов ответа; иначе из настроек, иначе из локали.",
    ),
    "option.data_dir": Phrase(
        en="Folder of the embedded database and everything else that lasts.",
        ru="Папка встроенной базы данных и всего, что хранится.",
    ),
    "option.help": Phrase(en="Show this page.", ru="Показать эту справку."),
    "option.version": Phrase(en="Show the version.", ru="Показать версию."),
    "option.json": Phrase(
        en="Print one JSON document for programs and nothing else.",
        ru="Напечатать один документ JSON для программ и ничего больше.",
    ),
    "option.window": Phrase(
        en="Span of time before now: 6h 12h 24h 1d 3d 1w 2w 1m 3m 6m 1y.",
        ru="Отрезок времени до настоящего момента: 6h 12h 24h 1d 3d 1w 2w 1m 3m 6m 1y.",
    ),
    "option.as_of": Phrase(
        en="As things stood at this past moment, without anything newer; a bare date means its end, in UTC.",
        ru="Как всё было на этот момент прошлого, без более нового; дата без времени — её конец по UTC.",
    ),
    "option.news_lang": Phrase(en="Only articles in this language.", ru="Только статьи на этом языке."),
    "option.source": Phrase(
        en="Only articles of this source; may be repeated.",
        ru="Только статьи этого источника; можно указать несколько раз.",
    ),
    "option.simple": Phrase(
        en="The quick form, without a language model.",
        ru="Быстрая форма, без языковой модели.",
    ),
    "option.mode": Phrase(en="keywords, sentiment or topics.", ru="keywords, sentiment или topics."),
    "option.query": Phrase(
        en="The subject, in your own words; everything where it is left out.",
        ru="Тема своими словами; если не указана, анализируется всё.",
    ),
    "option.search_query": Phrase(
        en="What to look for, in your own words.", ru="Что искать, своими словами."
    ),
    "option.explain": Phrase(
        en="Show both rankings and how they add up.", ru="Показать оба рейтинга и их сложение."
    ),
    "option.limit": Phrase(en="How many articles to show at most.", ru="Сколько статей показать, не больше."),
    "option.article": Phrase(
        en="The article's number, as answers print it after #, or its address.",
        ru="Номер статьи, как в ответах после #, или её адрес.",
    ),
    "option.reference": Phrase(
        en="The answer's reference, or its beginning; the newest answer where it is left out.",
        ru="Номер ответа или его начало; если не указан, последний ответ.",
    ),
    "option.list": Phrase(
        en="List the answers that can be explained, the newest first.",
        ru="Показать ответы, которые можно объяснить, начиная с последнего.",
    ),
    "option.sentence": Phrase(en="The sentence to check.", ru="Предложение для проверки."),
    "option.against": Phrase(
        en="The number or the address of an article to hold it against; may be repeated.",
        ru="Номер или адрес статьи, по которой проверять; можно указать несколько раз.",
    ),
    "option.span": Phrase(
        en="Print only these characters of the text, such as 19:50.",
        ru="Напечатать только эти символы текста, например 19:50.",
    ),
    "option.watch": Phrase(en="Keep polling until Ctrl-C.", ru="Опрашивать до Ctrl-C."),
    "option.all": Phrase(
        en="Poll every feed, also those that are not due yet.",
        ru="Опросить все ленты, даже если их время ещё не пришло.",
    ),
    "option.path": Phrase(en="The file or folder to import.", ru="Файл или папка для импорта."),
    "option.feed_url": Phrase(en="The feed's address.", ru="Адрес ленты."),
    "option.feed_title": Phrase(en="Its name in lists.", ru="Название в списках."),
    "option.feed_lang": Phrase(en="Its language.", ru="Язык ленты."),
    "option.feed_category": Phrase(en="A category of your own.", ru="Ваша рубрика."),
    "option.opml": Phrase(en="The OPML file.", ru="Файл OPML."),
    "option.starter_feeds": Phrase(
        en="Also follow the shipped list of public feeds.",
        ru="Подписаться и на прилагаемый список открытых лент.",
    ),
    "option.offline": Phrase(
        en="Do not try the network; use the bundled sample.",
        ru="Не обращаться к сети; взять встроенный пример.",
    ),
}
