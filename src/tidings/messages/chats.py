"""What the page of the local Telegram server says, and the help of its command."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES = {
    "help.dev.telegram": Phrase(
        en="""\
Stand in for Telegram, on this machine alone, until Ctrl-C.

Speaks the protocol of the Bot API to `tidings bot` and prints the settings that lead it here, and the address
of a page where its chats can be looked at and written in. With --limits it refuses what is sent faster than
Telegram lets through.

$ tidings dev telegram""",
        ru="""\
Заменить Telegram, только на этой машине, до Ctrl-C.

Говорит с `tidings bot` на протоколе Bot API и печатает настройки, которые направят бота сюда, и адрес
страницы, на которой можно смотреть его чаты и писать в них. С --limits отказывает, когда сообщения идут чаще,
чем пропускает Telegram.

$ tidings dev telegram""",
    ),
    "option.limits": Phrase(
        en="Hold the bot to Telegram's rates.", ru="Соблюдать ограничения Telegram на частоту сообщений."
    ),
    "dev.chats": Phrase(
        en="chats at {url} until Ctrl-C; start the bot with these settings: `tidings bot`",
        ru="чаты на {url} до Ctrl-C; запустите бота с этими настройками: `tidings bot`",
    ),
    "chat.reader": Phrase(en="Anna", ru="Анна"),
    "chat.all": Phrase(en="Chats", ru="Чаты"),
    "chat.none": Phrase(en="Nobody is here yet.", ru="Здесь пока никого нет."),
    "chat.empty": Phrase(en="Nothing said yet", ru="Пока ничего не сказано"),
    "chat.bot": Phrase(en="bot", ru="бот"),
    "chat.group": Phrase(en="group", ru="группа"),
    "chat.typing": Phrase(en="is typing", ru="печатает"),
    "chat.drawing": Phrase(en="is sending a picture", ru="отправляет картинку"),
    "chat.edited": Phrase(en="edited at {time}", ru="изменено в {time}"),
    "chat.picture": Phrase(en="Picture", ru="Картинка"),
    "chat.gone": Phrase(en="Deleted message", ru="Удалённое сообщение"),
    "chat.all_topics": Phrase(en="All topics", ru="Все темы"),
    "chat.write": Phrase(en="Message", ru="Сообщение"),
    "chat.send": Phrase(en="Send", ru="Отправить"),
    "chat.commands": Phrase(en="Commands", ru="Команды"),
    "chat.start": Phrase(en="Start", ru="Начать"),
    "chat.copied": Phrase(en="Copied", ru="Скопировано"),
    "chat.close": Phrase(en="Close", ru="Закрыть"),
}
