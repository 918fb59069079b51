"""The addresses of the page: to look at chats, to write and press in them, to hear of what is new."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from tidings.dev.telegram.chats import Chat, User
from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.formatting import MOST_TEXT
from tidings.dev.telegram.page.bubbles import Viewer, bubbles
from tidings.dev.telegram.page.shell import chat_page, list_page
from tidings.messages import LANGUAGES, Lang, say

# The page asks again at once; shorter than what proxies and browsers cut.
_LONGEST_WAIT = 25.0
# Nobody but the page itself is asked for anything, whatever a message says.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'"
_ASSETS = {"chat.css": "text/css", "chat.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Said(BaseModel):
    """Something typed."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
    user: int
    thread: int | None = None
    reply_to: int | None = None


class Pressed(BaseModel):
    """A button pressed: its message, and its place under it."""

    model_config = ConfigDict(extra="forbid")

    message: int
    place: Annotated[int, Field(ge=0)]
    user: int


class Look(BaseModel):
    """How a chat is looked at: by whom, in which language, in which topic."""

    lang: Lang | None = None
    user: Annotated[int | None, Field(alias="as")] = None
    thread: int | None = None


Looking = Annotated[Look, Query()]


def routes(desk: Desk) -> APIRouter:
    """The page's part of the application."""
    router = APIRouter()
    _add_pages(router, desk)
    _add_doings(router, desk)
    _add_files(router, desk)
    return router


def _add_pages(router: APIRouter, desk: Desk) -> None:
    world = desk.world

    @router.get("/")
    async def chats(request: Request, lang: Lang | None = None) -> Response:
        spoken = request.headers.get("accept-language", "")
        with world.lock:
            return _html(list_page(world.chats.values(), lang or _language(spoken)))

    @router.get("/chats/{number}")
    async def chat(number: int, look: Looking) -> Response:
        with world.lock:
            shown = _chat(desk, number)
            viewer = _viewer(desk, shown, look)
            name = desk.profile.texts.get(("name", viewer.lang))
            bot = replace(world.bot, first_name=name) if name else world.bot
            return _html(chat_page(shown, viewer, bot, bubbles(shown, viewer), world.version))

    @router.get("/chats/{number}/state")
    async def state(number: int, after: int, look: Looking) -> dict[str, Any]:
        until = monotonic() + _LONGEST_WAIT
        while True:
            heard = world.bell.strokes
            left = until - monotonic()
            if world.version > after or left <= 0 or desk.closing.is_set():
                break
            await world.bell.wait(heard, left)
        with world.lock:
            return _state(desk, _chat(desk, number), look)


def _add_doings(router: APIRouter, desk: Desk) -> None:
    world = desk.world

    @router.post("/chats/{number}/messages", status_code=204)
    async def write(number: int, said: Said, request: Request) -> None:
        _check_origin(request)
        chat = _chat(desk, number)
        try:
            world.say(world.meet(said.user), said.text, chat, said.thread, said.reply_to)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error

    @router.post("/chats/{number}/presses")
    async def press(number: int, pressed: Pressed, request: Request) -> dict[str, str]:
        _check_origin(request)
        with world.lock:
            message = _chat(desk, number).messages.get(pressed.message)
            if message is None or pressed.place >= len(message.buttons):
                raise HTTPException(404)
            button = message.buttons[pressed.place]
            return {"query": world.press(message, button, world.meet(pressed.user)).id}


def _add_files(router: APIRouter, desk: Desk) -> None:
    @router.get("/photos/{file_id}")
    async def photo(file_id: str) -> Response:
        found = desk.world.photos.get(file_id)
        if found is None:
            raise HTTPException(404)
        return Response(found.content, media_type=found.media_type)

    @router.get("/assets/{name}")
    async def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise HTTPException(404)
        content = files(__package__).joinpath("assets", name).read_bytes()
        return Response(content, media_type=_ASSETS[name])


def _html(page: str) -> Response:
    return Response(page, headers={"content-security-policy": _POLICY}, media_type="text/html")


def _check_origin(request: Request) -> None:
    """Another site's page open in the same browser must not write here."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise HTTPException(403)


def _chat(desk: Desk, number: int) -> Chat:
    chat = desk.world.chats.get(number)
    if chat is None:
        raise HTTPException(404)
    return chat


def _viewer(desk: Desk, chat: Chat, look: Look) -> Viewer:
    user = _looking(desk, chat, look.user)
    return Viewer(user, look.lang or _language(user.language_code or ""), look.thread)


def _looking(desk: Desk, chat: Chat, wanted: int | None) -> User:
    """Who looks: who was named, the user of a private chat, or who of a group wrote last."""
    users = desk.world.users
    if wanted in users:
        return users[wanted]
    if chat.is_private:
        return users[chat.id]
    writers = [message.sender for message in chat.messages.values() if not message.sender.is_bot]
    others = [user for user in users.values() if not user.is_bot]
    return (writers[-1:] or others[:1] or [User(1, "Anna", "anna", "en")])[0]


def _language(spoken: str) -> Lang:
    """The language of the page for somebody whose app or browser speaks that."""
    return next((lang for lang in LANGUAGES if spoken.lower().startswith(lang)), "en")


def _state(desk: Desk, chat: Chat, look: Look) -> dict[str, Any]:
    viewer = _viewer(desk, chat, look)
    acting = chat.acting is not None and chat.acting[1] > monotonic()
    return {
        "version": desk.world.version,
        "messages": [{"id": bubble.id, "html": bubble.html} for bubble in bubbles(chat, viewer)],
        "acting": say(f"chat.{_doing(chat)}", viewer.lang) if acting else "",
        "notes": _notes(desk, chat, viewer),
        "commands": _menu(desk, chat, viewer.lang),
        "about": _about(desk, viewer.lang),
    }


def _doing(chat: Chat) -> str:
    return "drawing" if chat.acting is not None and chat.acting[0] == "upload_photo" else "typing"


def _notes(desk: Desk, chat: Chat, viewer: Viewer) -> list[dict[str, Any]]:
    """What came of the buttons this viewer pressed here."""
    return [
        {"query": query.id, "text": query.answer.text, "alert": query.answer.alert}
        for query in desk.world.pressed(chat.id)
        if query.user.id == viewer.user.id and query.answer is not None
    ]


def _menu(desk: Desk, chat: Chat, lang: Lang) -> list[dict[str, str]]:
    """The menu of commands that Telegram would show here: the nearest scope that has one."""
    everywhere = "all_private_chats" if chat.is_private else "all_group_chats"
    for scope in (f"chat:{chat.id}", everywhere, "default"):
        for language in (lang, ""):
            if commands := desk.profile.commands.get((scope, language)):
                return commands
    return []


def _about(desk: Desk, lang: Lang) -> str:
    """The bot's description, which an empty chat shows."""
    texts = desk.profile.texts
    return texts.get(("description", lang)) or texts.get(("description", ""), "")
