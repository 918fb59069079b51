"""How fast is written: what Telegram asks of bots, for each chat and for all together."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.ext import AIORateLimiter

# Documented: about one message a second to a chat, with short bursts; 30 a second to all. What edits count
# for is not documented, so they count as messages. The burst is an answer with its picture, and a part of
# the next.
_CHAT_BURST = 5
_CHAT_SECONDS = 5.0
# Chats whose pace is kept in mind: one that so many others were written to since is at rest.
_CHATS = 2000


class Pace(AIORateLimiter):
    """Counts messages and edits, and lets through at once what is neither: gestures and questions."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)  # what is refused for now waits in the outbox, not here
        self._chats: dict[Any, AsyncLimiter] = {}

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Wait for the chat's turn and then for that of all, where something is written."""
        if not is_written(endpoint):
            return await callback(*args, **kwargs)
        async with self._chat(data.get("chat_id")):
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    def _chat(self, chat_id: Any) -> AsyncLimiter:
        limiter = self._chats.pop(chat_id, None) or AsyncLimiter(_CHAT_BURST, _CHAT_SECONDS)
        self._chats[chat_id] = limiter
        if len(self._chats) > _CHATS:
            del self._chats[next(iter(self._chats))]
        return limiter


def is_written(endpoint: str) -> bool:
    """Whether a call puts a message into a chat, or changes one."""
    return endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction"
