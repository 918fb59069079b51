"""What long work and housekeeping report: imports, polls, feeds, set-up and the demo."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "import.done": Phrase(
        en="{path}: {rows:row|rows} in {seconds} s",
        ru="{path}: {rows:строка|строки|строк} за {seconds} с",
    ),
    "import.example": Phrase(en="row {row}: {what}", ru="строка {row}: {what}"),
    "import.more": Phrase(en="and {rows:more row|more rows}", ru="и ещё {rows:строка|строки|строк}"),
    "import.resumed": Phrase(
        en="resumed after {rows:row|rows}", ru="продолжено после {rows:строки|строк|строк}"
    ),
    "import.running": Phrase(en="importing {path}", ru="импорт {path}"),
    "progress.rows": Phrase(en="{rows:row|rows}", ru="{rows:строка|строки|строк}"),
    "progress.feeds": Phrase(en="{feeds:feed|feeds}", ru="{feeds:лента|ленты|лент}"),
    "progress.articles": Phrase(en="{articles:article|articles}", ru="{articles:статья|статьи|статей}"),
    "outcome.stored": Phrase(
        en="{count:new article|new articles}", ru="{count:новая статья|новые статьи|новых статей}"
    ),
    "outcome.revised": Phrase(
        en="{count:new revision of a known article|new revisions of known articles}",
        ru="{count:новая редакция известной статьи|новые редакции известных статей|"
        "новых редакций известных статей}",
    ),
    "outcome.unchanged": Phrase(
        en="{count:already known|already known}", ru="{count:уже известна|уже известны|уже известны}"
    ),
    "outcome.duplicate_exact": Phrase(
        en="{count:exact copy, linked|exact copies, linked}",
        ru="{count:точная копия, связана|точные копии, связаны|точных копий, связаны} с оригиналом",
    ),
    "outcome.duplicate_near": Phrase(
        en="{count:near copy, linked|near copies, linked}",
        ru="{count:почти копия, связана|почти копии, связаны|почти копий, связаны} с оригиналом",
    ),
    "outcome.rejected": Phrase(
        en="{count:rejected|rejected}: {reason}", ru="{count:отклонена|отклонены|отклонено}: {reason}"
    ),
    "ingest.running": Phrase(en="polling feeds", ru="опрос лент"),
    "ingest.done": Phrase(
        en="{feeds:feed|feeds} polled in {seconds} s: {fetched} with something to read, "
        "{unchanged} unchanged, {failed} failed",
        ru="{feeds:лента опрошена|ленты опрошены|лент опрошено} за {seconds} с: с содержимым — {fetched}, "
        "без изменений — {unchanged}, с ошибкой — {failed}",
    ),
    "ingest.none_due": Phrase(
        en="No feed is due yet; --all polls them anyway.",
        ru="Ни одной ленте ещё не пора; --all опросит их всё равно.",
    ),
    "ingest.no_feeds": Phrase(
        en="No feeds are followed yet; add one with `tidings feeds add URL`, or many with "
        "`tidings init --feeds`.",
        ru="Лент пока нет; добавьте одну командой `tidings feeds add URL` или сразу много: "
        "`tidings init --feeds`.",
    ),
    "ingest.watching": Phrase(
        en="Watching {feeds:feed|feeds}; Ctrl-C ends it.",
        ru="Слежу за {feeds:лентой|лентами|лентами}; Ctrl-C — выход.",
    ),
    "ingest.elsewhere": Phrase(
        en="{feeds:feed is|feeds are} polled by another process",
        ru="{feeds:ленту опрашивает|ленты опрашивает|лент опрашивает} другой процесс",
    ),
    "ingest.failed": Phrase(en="failed: {reason}", ru="не удалось: {reason}"),
    "reindex.running": Phrase(en="analysing again", ru="повторный анализ"),
    "reindex.done": Phrase(
        en="{articles:article|articles} analysed again in {seconds} s",
        ru="Заново: {articles:статья проанализирована|статьи проанализированы|статей "
        "проанализировано} за {seconds} с",
    ),
    "feeds.added": Phrase(en="Following {url}", ru="Вы подписаны на {url}"),
    "feeds.known": Phrase(en="{url} is followed already.", ru="На {url} вы уже подписаны."),
    "feeds.removed": Phrase(
        en="No longer following {url}; its articles stay.", ru="Вы отписались от {url}; статьи остаются."
    ),
    "feeds.imported": Phrase(
        en="{added:feed|feeds} added, {known} followed already, {refused} refused.",
        ru="{added:лента добавлена|ленты добавлены|лент добавлено}, уже были — {known}, "
        "отклонены — {refused}.",
    ),
    "feeds.refused": Phrase(en="  line {line}: {url}: {reason}", ru="  строка {line}: {url}: {reason}"),
    "feeds.count": Phrase(en="{feeds:feed|feeds}", ru="{feeds:лента|ленты|лент}"),
    "feeds.column.feed": Phrase(en="feed", ru="лента"),
    "feeds.column.state": Phrase(en="state", ru="состояние"),
    "feeds.column.articles": Phrase(en="articles", ru="статей"),
    "feeds.column.last_ok": Phrase(en="last read", ru="прочитана"),
    "feeds.column.reason": Phrase(en="last failure", ru="последняя ошибка"),
    "feeds.state.active": Phrase(en="● active", ru="● активна"),
    "feeds.state.backing_off": Phrase(en="◌ backing off", ru="◌ пауза"),
    "feeds.state.dead": Phrase(en="✕ dead", ru="✕ не читается"),
    "feeds.state.new": Phrase(en="○ not polled yet", ru="○ не опрошена"),
    "feeds.never": Phrase(en="never", ru="никогда"),
    "feeds.health": Phrase(
        en="{total:feed|feeds}: {active} active, {new} not polled yet, {backing_off} "
        "backing off, {dead} dead",
        ru="{total:лента|ленты|лент}: активны — {active}, ещё не опрошены — {new}, "
        "на паузе — {backing_off}, не читаются — {dead}",
    ),
    "init.created": Phrase(en="Created {path}", ru="Создано: {path}"),
    "init.kept": Phrase(en="Kept {path} as it is", ru="Оставлено как есть: {path}"),
    "init.next": Phrase(
        en="Next: `{program} feeds add URL` or `{program} init --feeds`, then `{program} ingest`.",
        ru="Дальше: `{program} feeds add URL` или `{program} init --feeds`, затем `{program} ingest`.",
    ),
    "init.next_ingest": Phrase(
        en="Next: `{program} ingest`, then `{program} trends 24h`.",
        ru="Дальше: `{program} ingest`, затем `{program} trends 24h`.",
    ),
    "demo.folder": Phrase(
        en="The demo's own data folder: {path}", ru="Отдельная папка данных для показа: {path}"
    ),
    "demo.polling": Phrase(
        en="Polling {feeds:public feed|public feeds}, {seconds} s at most...",
        ru="Опрашиваю {feeds:открытую ленту|открытые ленты|открытых лент}, не дольше {seconds} с...",
    ),
    "demo.reached": Phrase(
        en="{answered} of {feeds} feeds answered: {articles:article|articles} read.",
        ru="Ответили {answered} из {feeds} лент: {articles:прочитана статья|прочитаны "
        "статьи|прочитано статей}.",
    ),
    "demo.unreachable": Phrase(
        en="No feed can be reached from here.", ru="Отсюда не удаётся получить ни одну ленту."
    ),
    "demo.sample": Phrase(
        en="Using the bundled sample: every article, outlet, person and event in it is INVENTED.",
        ru="Взят встроенный пример: все статьи, издания, люди и события в нём ВЫДУМАНЫ.",
    ),
    "demo.loaded": Phrase(
        en="{articles:article|articles} of the last seven days taken in.",
        ru="Принято за последние семь дней: {articles:статья|статьи|статей}.",
    ),
    "demo.next": Phrase(
        en="Ask more: `{command}`. Your own news: `tidings init --feeds`.",
        ru="Спросите ещё: `{command}`. Ваши новости: `tidings init --feeds`.",
    ),
    "dev.serving": Phrase(
        en="serving at {url} until Ctrl-C, behaving: {behaviour}",
        ru="серверы на {url} до Ctrl-C, поведение: {behaviour}",
    ),
    "dev.unknown_behaviour": Phrase(
        en="There is no behaviour “{name}”. There are: {names}.",
        ru="Нет поведения «{name}». Есть: {names}.",
    ),
    "dev.port_taken": Phrase(
        en="Port {port} is in use; choose another with --port.",
        ru="Порт {port} занят; выберите другой с помощью --port.",
    ),
}
