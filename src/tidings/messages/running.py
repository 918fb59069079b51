"""What the bot says by itself: while it works, when it refuses, and to whom runs it."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    # To readers.
    "bot.working": Phrase(en="Reading the news…", ru="Читаю новости…"),
    "bot.still_working": Phrase(
        en="Reading the news… {seconds:second|seconds} so far",
        ru="Читаю новости… уже {seconds:секунду|секунды|секунд}",
    ),
    "bot.refused.stranger": Phrase(
        en="This bot serves a closed circle; ask its owner to let you in: your number is {user}.",
        ru="Этот бот работает для своих; попросите владельца добавить вас: ваш номер {user}.",
    ),
    "bot.refused.busy": Phrase(
        en="One moment: I am still answering your earlier questions. Please send this again after that.",
        ru="Минутку: я ещё отвечаю на ваши прошлые вопросы. Пришлите этот ещё раз после них.",
    ),
    "bot.refused.hourly": Phrase(
        en="That is all for this hour: I can answer you again at {time}.",
        ru="На этот час всё: снова смогу ответить в {time}.",
    ),
    # To whoever runs it.
    "bot.no_token": Phrase(
        en="The bot has no token: get one from @BotFather in Telegram and set TIDINGS_TELEGRAM_TOKEN.",
        ru="У бота нет токена: получите его у @BotFather в Telegram и задайте TIDINGS_TELEGRAM_TOKEN.",
    ),
    "bot.wrong_token": Phrase(
        en="Telegram does not know this token: copy it from @BotFather again and set TIDINGS_TELEGRAM_TOKEN.",
        ru="Telegram не знает такого токена: скопируйте его у @BotFather ещё раз и задайте "
        "TIDINGS_TELEGRAM_TOKEN.",
    ),
    "bot.bad_api_url": Phrase(
        en="TIDINGS_TELEGRAM_API_URL must be an http or https address such as https://api.telegram.org.",
        ru="TIDINGS_TELEGRAM_API_URL — это адрес http или https, например https://api.telegram.org.",
    ),
    "bot.bad_guest": Phrase(
        en="{option}: {entry} is neither a number nor a @name; write for example 1234567, @editor.",
        ru="{option}: {entry} — не номер и не @имя; пишите, например, 1234567, @editor.",
    ),
    "bot.bad_secret": Phrase(
        en="TIDINGS_TELEGRAM_WEBHOOK_SECRET may have only Latin letters, digits, - and _, 256 at most.",
        ru="В TIDINGS_TELEGRAM_WEBHOOK_SECRET допустимы только латинские буквы, цифры, - и _, не больше 256.",
    ),
    "bot.bad_webhook_url": Phrase(
        en="TIDINGS_TELEGRAM_WEBHOOK_URL must be an https address: Telegram posts to no other.",
        ru="TIDINGS_TELEGRAM_WEBHOOK_URL должен быть адресом https: на другие Telegram не присылает.",
    ),
    "bot.webhook_refused": Phrase(
        en="Telegram does not take this webhook: {detail}",
        ru="Telegram не принимает этот вебхук: {detail}",
    ),
    "bot.webhook_port": Phrase(
        en="{address} cannot be listened on; choose another with TIDINGS_TELEGRAM_WEBHOOK_PORT.",
        ru="Слушать {address} нельзя; выберите другой порт в TIDINGS_TELEGRAM_WEBHOOK_PORT.",
    ),
    "bot.connecting": Phrase(
        en="Telegram does not answer at {url}; trying again until it does.",
        ru="Telegram не отвечает по адресу {url}; пробую, пока не ответит.",
    ),
    "bot.polling": Phrase(
        en="@{name} answers now: https://t.me/{name} · Ctrl-C stops it when it has finished its answers.",
        ru="@{name} отвечает: https://t.me/{name} · Ctrl-C остановит его, когда он закончит ответы.",
    ),
    "bot.posting": Phrase(
        en="@{name} answers now; it takes updates from Telegram at {url} on {address}. "
        "Ctrl-C stops it when it has finished its answers.",
        ru="@{name} отвечает; обновления от Telegram для {url} принимает {address}. "
        "Ctrl-C остановит его, когда он закончит ответы.",
    ),
}
