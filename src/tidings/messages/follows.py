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
    "worker.polling": Phrase(
        en="Feeds are polled from here too, each by one process at a time.",
        ru="Ленты опрашиваются тоже отсюда, каждая — одним процессом за раз.",
    ),
    "worker.not_polling": Phrase(
        en="Feeds are not polled from here, as TIDINGS_WORKER_POLLS says so.",
        ru="Ленты отсюда не опрашиваются: так задано в TIDINGS_WORKER_POLLS.",
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
Poll feeds, and look after what readers of the bot follow, until stopped.

Takes new articles in, holds them against what is followed, writes alerts and daily digests, and sends them
where the bot's token is set. Sets the level of service by the alerts, and drives rollouts. Any number of
workers share the load, on one machine or several: nothing is done twice, and what one leaves undone when it
is killed, another does.

$ tidings worker""",
        ru="""\
Опрашивать ленты и следить за тем, на что подписаны читатели бота, пока не остановят.

Принимает новые статьи, сверяет их с подписками, пишет уведомления и ежедневные сводки и, если задан токен
бота, отправляет их. Меняет уровень обслуживания по тревогам и ведёт выкатки. Работников может быть сколько
угодно, на одной машине или на нескольких: дважды ничего не делается, а что не доделал убитый, доделает
другой.

$ tidings worker""",
    ),
}
