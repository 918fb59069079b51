"""Why a row, a feed or a page was not taken, in words: one phrase for each reason code."""

from __future__ import annotations

import errno

from tidings.messages.phrase import Lang, Phrase, fill

# What the operating system refuses when a path is wrong; any other complaint of its is shown as it is.
SYSTEM_ERRORS = (
    errno.ENOENT,
    errno.EACCES,
    errno.EPERM,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ENOSPC,
    errno.EROFS,
    errno.ENAMETOOLONG,
)

_STATUS = "http_"

PHRASES: dict[str, Phrase] = {
    "reason.http": Phrase(en="answered {status}", ru="ответ {status}"),
    "reason.no_title": Phrase(en="no title", ru="нет заголовка"),
    "reason.no_url": Phrase(en="no address", ru="нет адреса"),
    "reason.bad_url": Phrase(en="the address is not a web address", ru="адрес не похож на адрес в вебе"),
    "reason.bad_date": Phrase(en="the date cannot be read", ru="дата не читается"),
    "reason.bad_json": Phrase(en="not valid JSON", ru="это не JSON"),
    "reason.not_an_object": Phrase(en="JSON, but not an object", ru="JSON, но не объект"),
    "reason.bad_csv": Phrase(en="not valid CSV", ru="это не CSV"),
    "reason.broken_gzip": Phrase(en="the archive is damaged", ru="архив повреждён"),
    "reason.unreadable_file": Phrase(en="the file cannot be read", ru="файл не читается"),
    "reason.credentials": Phrase(
        en="a user name or password in the address", ru="в адресе имя пользователя или пароль"
    ),
    "reason.refused_address": Phrase(en="not a public address", ru="адрес не публичный"),
    "reason.bad_address": Phrase(en="not an address", ru="это не адрес"),
    "reason.dns": Phrase(en="the host's name is unknown", ru="имя узла не найдено"),
    "reason.connection": Phrase(en="no connection", ru="нет соединения"),
    "reason.tls": Phrase(en="no secure connection", ru="не удалось защищённое соединение"),
    "reason.timeout": Phrase(en="no answer in time", ru="нет ответа вовремя"),
    "reason.not_in_time": Phrase(en="not reached in this round", ru="не успели в этот раз"),
    "reason.paused": Phrase(en="the server asked to wait", ru="сервер просил подождать"),
    "reason.gone": Phrase(en="the feed is gone for good (410)", ru="ленты больше нет (410)"),
    "reason.bad_redirect": Phrase(en="redirected to no address", ru="перенаправление в никуда"),
    "reason.too_many_redirects": Phrase(en="too many redirects", ru="слишком много перенаправлений"),
    "reason.wrong_type": Phrase(en="neither text nor a feed", ru="не текст и не лента"),
    "reason.bad_encoding": Phrase(en="the compression is damaged", ru="сжатие повреждено"),
    "reason.too_large": Phrase(en="too large", ru="слишком большой объём"),
    "reason.empty": Phrase(en="nothing in it", ru="пусто"),
    "reason.html": Phrase(en="a web page, not a feed", ru="веб-страница, а не лента"),
    "reason.not_a_feed": Phrase(en="not a feed", ru="это не лента"),
    "reason.broken": Phrase(en="the feed is damaged", ru="лента повреждена"),
    "reason.no_text": Phrase(en="no text on the page", ru="на странице нет текста"),
    "reason.too_slow": Phrase(en="took too long to read", ru="чтение заняло слишком много времени"),
    "reason.crashed": Phrase(en="its reader crashed on it", ru="программа чтения упала на этом документе"),
    "system.ENOENT": Phrase(en="there is no such file or folder", ru="такого файла или папки нет"),
    "system.EACCES": Phrase(en="access is denied", ru="нет прав доступа"),
    "system.EPERM": Phrase(en="that is not permitted", ru="это не разрешено"),
    "system.EEXIST": Phrase(en="a file of that name is in the way", ru="это имя занято файлом"),
    "system.ENOTDIR": Phrase(
        en="part of the path is a file, not a folder", ru="часть пути — файл, а не папка"
    ),
    "system.EISDIR": Phrase(en="it is a folder, not a file", ru="это папка, а не файл"),
    "system.ENOSPC": Phrase(en="the disk is full", ru="на диске нет места"),
    "system.EROFS": Phrase(en="the disk is read-only", ru="диск доступен только для чтения"),
    "system.ENAMETOOLONG": Phrase(en="the name is too long", ru="имя слишком длинное"),
}


def reason(code: str, lang: Lang) -> str:
    """A reason code in words; one that another version of Tidings stored is shown as it is."""
    if code.startswith(_STATUS):
        return fill(PHRASES["reason.http"], lang, {"status": code.removeprefix(_STATUS)})
    phrase = PHRASES.get(f"reason.{code}")
    return fill(phrase, lang, {}) if phrase else code
