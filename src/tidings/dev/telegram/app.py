"""The web application: the Bot API under its token, and the page of its chats."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Request, Response

from tidings.dev.app import CutResponse
from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.faults import Fault, Faults
from tidings.dev.telegram.journal import Entry
from tidings.dev.telegram.methods import NAMES, perform
from tidings.dev.telegram.page.routes import routes
from tidings.dev.telegram.parameters import Call, read_call
from tidings.dev.telegram.refusals import Refused, too_many, unauthorized

_SPELLED = {name.lower(): name for name in NAMES}


def build(desk: Desk) -> FastAPI:
    """The application of one server."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call(token: str, method: str, request: Request) -> Response:
        if token != desk.token:
            return _refusal(unauthorized())
        return await _answered(desk, method, request)

    @app.get("/file/bot{token}/photos/{file_id}")
    async def load(token: str, file_id: str) -> Response:
        photo = desk.world.photos.get(file_id)
        if token != desk.token or photo is None:
            return _refusal(Refused(404, "Not Found"))
        return Response(photo.content, media_type=photo.media_type)

    app.include_router(routes(desk))
    return app


async def _answered(desk: Desk, method: str, request: Request) -> Response:
    """One call from its first byte to its answer."""
    body = await request.body()
    try:
        call = read_call(method, request.url.query, request.headers.get("content-type", ""), body)
    except Refused as refused:
        return _refusal(refused)
    entry = desk.journal.open(_SPELLED.get(call.method, method), call.shown())
    faults = desk.schedule.take(call.method)
    entry.fault = faults.drawn(entry.number)
    if faults.seconds:
        await asyncio.sleep(faults.seconds)
    response = _failed(entry.fault, faults) or await _performed(desk, call, entry)
    if entry.fault == "cut_after":
        response = _cut()
    if not isinstance(response, CutResponse):
        entry.status = response.status_code
    return response


def _failed(fault: Fault | None, faults: Faults) -> Response | None:
    """What a call gets that fails without an effect; None where it takes its way."""
    if fault == "server_error":
        return _refusal(Refused(502, "Bad Gateway"))
    if fault == "too_many":
        return _refusal(too_many(faults.retry_after))
    return _cut() if fault == "cut_before" else None


async def _performed(desk: Desk, call: Call, entry: Entry) -> Response:
    try:
        entry.result = await perform(desk, call)
    except Refused as refused:
        entry.description = refused.description
        return _refusal(refused)
    entry.accepted = True
    return _json({"ok": True, "result": entry.result})


def _cut() -> Response:
    """A connection closed before its answer."""
    return CutResponse(b"{}")


def _refusal(refused: Refused) -> Response:
    headers = {} if refused.retry_after is None else {"retry-after": str(refused.retry_after)}
    return _json(refused.wire(), refused.status, headers)


def _json(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status, headers, media_type="application/json")
