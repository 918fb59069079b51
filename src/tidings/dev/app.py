"""The web application: each provider under its own prefix, and a control desk beside them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Annotated, Any, Literal, Protocol

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Receive, Scope, Send

from tidings.dev.anthropic import Anthropic
from tidings.dev.behaviour import OK, Behaviour, Kind, Schedule
from tidings.dev.exchange import Asked, Json, Refused, Written
from tidings.dev.google import Google
from tidings.dev.journal import Entry, Journal
from tidings.dev.model import Model
from tidings.dev.openai import Compatible, OpenAI

Provider = Literal["google", "anthropic", "openai", "compatible"]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Dialect(Protocol):
    """A provider's wire format: what it demands of a request, and what its answers and errors look like."""

    provider: str
    root: str
    chat_path: str
    models_path: str

    def admit(self, headers: Any) -> None:
        """Refused where the key is."""

    def read(self, body: Json, model: str | None) -> Asked:
        """What a request asks for; Refused where it is not as the provider wants it."""

    def answer(self, asked: Asked, written: Written) -> Json:
        """The answer's body."""

    def error(self, refused: Refused) -> tuple[int, Json, dict[str, str]]:
        """The error's status, body and headers."""

    def models(self) -> Json:
        """The body of the list of models."""


DIALECTS: tuple[Dialect, ...] = (Google(), Anthropic(), OpenAI(), Compatible())


class CutResponse(Response):
    """Promises a whole body and hangs up after half of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the half; the server closes a connection whose answer was not completed."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = self.body[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})


class Change(BaseModel):
    """An order to the control desk: how to behave, towards whom, for how many requests."""

    model_config = ConfigDict(extra="forbid")

    target: Annotated[str, Field(pattern=r"^(all|(google|anthropic|openai|compatible)(:.+)?)$")] = "all"
    times: Annotated[int, Field(ge=1)] | None = None
    kind: Kind = "ok"
    seconds: Annotated[float, Field(ge=0)] | None = None
    sigma: Annotated[float, Field(ge=0)] = OK.sigma
    seed: int = OK.seed
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    retry_after: Annotated[float, Field(ge=0)] = OK.retry_after
    size: Annotated[int, Field(ge=0, le=1_000_000_000)] = OK.size

    def behaviour(self) -> Behaviour:
        """How to behave."""
        return Behaviour(**self.model_dump(exclude={"target", "times"}))


class Desk:
    """What all providers of one server share: the schedule of behaviours, the journal, the model."""

    def __init__(self, schedule: Schedule, journal: Journal, model: Model) -> None:
        self.schedule = schedule
        self.journal = journal
        self.model = model
        self.closing = asyncio.Event()

    def behave(self, target: str, behaviour: Behaviour, times: int | None = None) -> None:
        """Set a behaviour towards a provider, one of its models, or "all"."""
        providers = [dialect.provider for dialect in DIALECTS]
        if target != "all" and target.partition(":")[0] not in providers:
            raise ValueError(f"no provider {target!r}; there are {', '.join(providers)}")
        for each in providers if target == "all" else [target]:
            self.schedule.set(each, behaviour, times)

    def reset(self) -> None:
        """Behave as at first, and forget the requests so far."""
        self.schedule.reset()
        self.journal.clear()

    async def handle(self, dialect: Dialect, request: Request) -> Response:
        """One request from its first byte to its answer."""
        body = _parsed(await request.body())
        model = request.path_params.get("model")
        entry = self.journal.open(dialect.provider, str(model or body.get("model", "")), body)
        status, answer = None, b""
        try:
            response = await self._response(dialect, request, entry, model)
            if response is not None:
                status, answer = response.status_code, bytes(response.body)
        finally:
            self.journal.close(entry, status, answer)
        return response or CutResponse(b"{}")

    async def _response(
        self, dialect: Dialect, request: Request, entry: Entry, model: str | None
    ) -> Response | None:
        try:
            dialect.admit(request.headers)
            asked = dialect.read(entry.body, model)
            behaviour = self.schedule.take(dialect.provider, asked.model)
            entry.behaviour = behaviour.kind
            if behaviour.kind == "no_answer":
                await self._pause(request, None)
                return None
            await self._pause(request, behaviour.wait(entry.number))
            answer = dialect.answer(asked, self.model.answer(asked, behaviour))
        except Refused as refused:
            status, error, headers = dialect.error(refused)
            return _json(error, status, headers)
        return _json(answer, kind=CutResponse if behaviour.kind == "cut" else Response)

    async def _pause(self, request: Request, seconds: float | None) -> None:
        """Wait so long, or for ever; the caller's going and the server's closing end it."""
        if seconds == 0:
            return
        gone = asyncio.ensure_future(request.receive())  # the body is read, so all that can come is the end
        closing = asyncio.ensure_future(self.closing.wait())
        try:
            await asyncio.wait({gone, closing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in (gone, closing):
                waiting.cancel()
                with suppress(asyncio.CancelledError):
                    await waiting


def build(desk: Desk) -> FastAPI:
    """The application of one server."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for dialect in DIALECTS:
        prefix = f"/{dialect.provider}"
        app.add_api_route(prefix + dialect.chat_path, _chat(desk, dialect), methods=["POST"])
        app.add_api_route(prefix + dialect.models_path, _models(dialect), methods=["GET"])
    _add_control(app, desk)
    return app


def _chat(desk: Desk, dialect: Dialect) -> Handler:
    async def chat(request: Request) -> Response:
        return await desk.handle(dialect, request)

    return chat


def _models(dialect: Dialect) -> Handler:
    async def models(request: Request) -> Response:
        try:
            dialect.admit(request.headers)
        except Refused as refused:
            status, error, headers = dialect.error(refused)
            return _json(error, status, headers)
        return _json(dialect.models())

    return models


def _add_control(app: FastAPI, desk: Desk) -> None:
    @app.post("/behaviour")
    async def behave(change: Change) -> dict[str, Any]:
        desk.behave(change.target, change.behaviour(), change.times)
        return change.model_dump(exclude_unset=True)

    @app.get("/requests")
    async def requests(provider: Provider | None = None) -> list[Entry]:
        return desk.journal.entries(provider)

    @app.post("/reset", status_code=204)
    async def reset() -> None:
        desk.reset()


def _parsed(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _json(
    body: Json, status: int = 200, headers: dict[str, str] | None = None, kind: type[Response] = Response
) -> Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    return kind(content, status, headers, media_type="application/json")
