"""Delivering updates to the bot's own address, instead of waiting for it to ask."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.refusals import bad_request
from tidings.dev.telegram.updates import Update, Updates

_PROOF = "X-Telegram-Bot-Api-Secret-Token"
# Documented for setWebhook: 1-256 of these characters; 1-100 connections, 40 unless told.
_SECRET_CHARACTERS = re.compile(r"[A-Za-z0-9_-]*")
_MOST_SECRET = 256
_CONNECTIONS = 40
_MOST_CONNECTIONS = 100
# Telegram waits a minute and comes back ever more seldom; tests have no such time.
_PATIENCE = 10.0
_FIRST_WAIT, _LAST_WAIT = 0.1, 5.0
_AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, and what proves that Telegram sent them."""

    url: str
    secret: str | None
    connections: int


class Webhook:
    """The one address set, and the deliveries to it: those of one chat in order, chats side by side."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self.target: Target | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: tuple[int, str] | None = None

    def set(self, target: Target | None) -> None:
        """Deliver there from now on, or nowhere; a target is to be set in the server's loop."""
        if self._task is not None:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
        self.target, self._task, self._error = target, None, None
        if target is not None:
            self._task = asyncio.get_running_loop().create_task(self._deliver(target))

    def info(self) -> dict[str, Any]:
        """What getWebhookInfo tells."""
        info: dict[str, Any] = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.target:
            info["max_connections"] = self.target.connections
        if self._updates.wanted:
            info["allowed_updates"] = self._updates.wanted
        if self._error:
            info["last_error_date"], info["last_error_message"] = self._error
        return info

    async def _deliver(self, target: Target) -> None:
        flying: dict[int, asyncio.Task[None]] = {}
        async with httpx.AsyncClient(timeout=_PATIENCE) as client, asyncio.TaskGroup() as group:
            while True:
                heard = self._updates.bell.strokes
                for update in self._updates.pending:
                    task = flying.get(update.chat_id)
                    if (task is None or task.done()) and len(flying) < target.connections:
                        flying[update.chat_id] = group.create_task(self._post(client, target, update))
                await self._updates.bell.wait(heard, _LAST_WAIT)
                flying = {chat: task for chat, task in flying.items() if not task.done()}

    async def _post(self, client: httpx.AsyncClient, target: Target, update: Update) -> None:
        """Post one update until it is taken."""
        headers = {} if target.secret is None else {_PROOF: target.secret}
        wait = _FIRST_WAIT
        while (failure := await _failure(client, target.url, update, headers)) is not None:
            self._error = int(datetime.now(UTC).timestamp()), failure
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LAST_WAIT)
        self._updates.confirm(update.number)
        asyncio.get_running_loop().call_soon(self._updates.bell.ring)  # once this task counts as done


async def _failure(
    client: httpx.AsyncClient, url: str, update: Update, headers: dict[str, str]
) -> str | None:
    """Why an update was not taken, in Telegram's words; None where it was."""
    try:
        answer = await client.post(url, json=update.wire(), headers=headers)
    except httpx.ConnectError:
        return "Connection refused"
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.TransportError:
        return "Connection closed"
    if answer.is_success:
        return None
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"


def target_of(call: Call) -> Target | None:
    """The target a call of setWebhook names, None where it names none; Refused where it cannot be one."""
    url = (call.text("url") or "").strip()
    if not url:
        return None
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme != "https" and parts.hostname not in _AT_HOME:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token") or None
    if secret is not None and len(secret) > _MOST_SECRET:
        raise bad_request("secret token is too long")
    if secret is not None and not _SECRET_CHARACTERS.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.integer("max_connections") or _CONNECTIONS
    return Target(parts.geturl(), secret, min(max(connections, 1), _MOST_CONNECTIONS))
