"""What is said of followed things and of the worker that looks after them."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "follow.too_many": Phrase(
        en="You follow {limit:thing|things} already, which is the most there can be; end one in /following.",
        ru="Вы уже следите за {limit:темой|темами|темами}, больше нельзя; отпишитесь от чего-нибудь "
        "в /following.",
    ),
    "follow.unknown_name": Phrase(
        en="Hardly any article names “{name}”; follow it as a query instead.",
        ru="«{name}» почти не называют в статьях; подпишитесь на это как на запрос.",
    ),
    "follow.unknown_story": Phrase(
        en="That article is not stored any more, so its story cannot be followed.",
        ru="Этой статьи больше нет в базе, поэтому за её сюжетом следить нельзя.",
    ),
    "follow.end": Phrase(en="🔕 Stop: {words}", ru="🔕 Отписаться: {words}"),
    "worker.working": Phrase(
        en="Looking after what readers follow; Ctrl-C ends it.",
        ru="Слежу за тем, на что подписаны читатели; Ctrl-C завершает.",
    ),
    "worker.sending": Phrase(
        en="Alerts and digests are sent from here too.", ru="Уведомления и сводки отправляются тоже отсюда."
    ),
    "worker.not_sending": Phrase(
        en="Alerts and digests are written but not sent from here, as TIDINGS_TELEGRAM_TOKEN is not set.",
        ru="Уведомления и сводки пишутся, но отсюда не отправляются: TIDINGS_TELEGRAM_TOKEN не задан.",
    ),
    "help.worker": Phrase(
        en="""\
Look after what readers of the bot follow, until stopped.

Holds new articles against it, writes alerts and daily digests, and sends them where the bot's token is
set. `tidings bot` does all of this too; run workers beside it to share the load. Nothing is done twice.

$ tidings worker""",
        ru="""\
Следить за тем, на что подписаны читатели бота, пока не остановят.

Сверяет с подписками новые статьи, пишет уведомления и ежедневные сводки и, если задан токен бота, отправляет
их. Всё это делает и `tidings bot`; работники рядом с ним делят нагрузку. Дважды ничего не делается.

$ tidings worker""",
    ),
}
