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
}
