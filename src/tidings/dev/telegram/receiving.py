"""Methods by which the bot hears of what happens, and answers a pressed button."""

from __future__ import annotations

from time import monotonic
from typing import Any

from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.refusals import bad_request, conflict
from tidings.dev.telegram.webhook import target_of
from tidings.dev.telegram.world import Answer

# Documented for getUpdates: 1-100 at once; Telegram ends a poll after 50 s whatever was asked.
_MOST_AT_ONCE = 100
_LONGEST_POLL = 50
# Documented for answerCallbackQuery.
_MOST_NOTE = 200


async def get_updates(desk: Desk, call: Call) -> list[dict[str, Any]]:
    """What happened since; waits for something to happen, and ends a poll that another is waiting in."""
    if desk.webhook.target is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
            "first"
        )
    desk.polls += 1
    mine = desk.polls
    desk.world.bell.ring()  # so that a poll that waits sees it is not the newest
    updates = desk.world.updates
    updates.want(call.structure("allowed_updates", "allowed updates"))
    offset = call.integer("offset") or 0
    limit = min(max(call.integer("limit") or _MOST_AT_ONCE, 1), _MOST_AT_ONCE)
    until = monotonic() + min(max(call.integer("timeout") or 0, 0), _LONGEST_POLL)
    while True:
        heard = desk.world.bell.strokes
        _check_still_polling(desk, mine)
        found = updates.take(offset, limit)
        left = until - monotonic()
        if found or left <= 0 or desk.closing.is_set():
            return [update.wire() for update in found]
        await desk.world.bell.wait(heard, left)


def _check_still_polling(desk: Desk, mine: int) -> None:
    if desk.polls != mine:
        raise conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    if desk.webhook.target is not None:
        raise conflict("terminated by setWebhook request")


async def set_webhook(desk: Desk, call: Call) -> bool:
    """Deliver updates to an address; none takes it away."""
    target = target_of(call)
    desk.world.updates.want(call.structure("allowed_updates", "allowed updates"))
    if call.flag("drop_pending_updates"):
        desk.world.updates.drop()
    if target != desk.webhook.target:
        desk.webhook.set(target)
        desk.world.bell.ring()
    return True


async def delete_webhook(desk: Desk, call: Call) -> bool:
    """Keep updates for those who ask."""
    if call.flag("drop_pending_updates"):
        desk.world.updates.drop()
    desk.webhook.set(None)
    return True


def get_webhook_info(desk: Desk, call: Call) -> dict[str, Any]:
    """Where updates go, and how that goes."""
    return desk.webhook.info()


def answer_callback_query(desk: Desk, call: Call) -> bool:
    """Answer a pressed button, once and soon."""
    query = desk.world.queries.get(call.text("callback_query_id") or "")
    text = call.text("text") or ""
    if len(text) > _MOST_NOTE:
        raise bad_request("MESSAGE_TOO_LONG")
    if query is None or query.answer is not None or monotonic() - query.since > desk.query_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    desk.world.answer(query, Answer(text, call.flag("show_alert"), call.text("url")))
    return True
