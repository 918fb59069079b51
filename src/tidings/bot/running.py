"""The bot as a process: what it opens, what runs side by side, and how it ends without losing anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import structlog

from tidings.abreast import beside, first_failure
from tidings.bot import connecting
from tidings.bot.application import application
from tidings.bot.housekeeping import keep_house
from tidings.bot.incoming import webhook
from tidings.bot.incoming.guests import Guests
from tidings.bot.incoming.intake import Intake
from tidings.bot.incoming.polling import Poller
from tidings.bot.incoming.sorting import Me
from tidings.bot.service import Service
from tidings.bot.showing.courier import Courier
from tidings.bot.worker import Worker
from tidings.engine import Engine
from tidings.following.subscriptions import end_all
from tidings.presence import Presence
from tidings.prometheus import check_address
from tidings.settings import Settings
from tidings.store import buttons

log = structlog.get_logger(__name__)

# The name of the secret under which Telegram posts updates, where the settings give none.
_WEBHOOK_SECRET = "webhook"  # noqa: S105 - its name

# Called with a phrase's key and what fills it.
Tell = Callable[..., None]
# Something done over an open engine for as long as a context lasts, by the task that it gives.
Work = Callable[[Engine], AbstractAsyncContextManager[asyncio.Task[None]]]


def check_settings(settings: Settings) -> None:
    """InvalidRequest where the bot cannot run with these settings, found before anything is opened."""
    connecting.make_bot(settings)
    Guests.from_settings(settings)
    check_address(settings)
    if settings.telegram_webhook_url is not None:
        webhook.checked_url(settings.telegram_webhook_url)
    if settings.telegram_webhook_secret is not None:
        webhook.checked_secret(settings.telegram_webhook_secret.get_secret_value())


@asynccontextmanager
async def open_service(
    engine: Engine, *, polls: bool = False, tell: Tell = lambda _key, **_params: None
) -> AsyncIterator[Service]:
    """The service of this process, ready to send; with `polls` it may be the one that asks for updates."""
    settings = engine.settings
    connecting.keep_quiet()
    async with AsyncExitStack() as stack:
        bot = connecting.make_bot(settings)
        stack.push_async_callback(bot.shutdown)
        await connecting.connect(bot, lambda: tell("bot.connecting", url=settings.telegram_api_url))
        presence = await stack.enter_async_context(Presence(engine.db, leads=polls))

        async def left(chat_id: int) -> None:
            if chat_id > 0:  # a person's; what a group loses is nobody's subscription
                await end_all(engine.db, chat_id)

        courier = Courier(engine.db, bot, presence, left)
        yield Service(engine, bot, Guests.from_settings(settings), presence, courier, left)


async def run_bot(settings: Settings, tell: Tell, *others: Work) -> None:
    """Answer until cancelled; then take nothing new and finish what runs. `others` are done beside it."""
    check_settings(settings)
    polls = settings.telegram_webhook_url is None
    async with (
        Engine.open(settings, warm=True) as engine,
        # First of all, as a bot that waits for Telegram is alive, and must be seen to be.
        _all(engine, others) as working,
        open_service(engine, polls=polls, tell=tell) as service,
        beside(service.courier.run()) as sending,
        beside(keep_house(service)) as keeping,
        _answering(service) as answering,
        _source(service, tell) as receiving,
        beside(connecting.show_menu(service.bot)),
    ):
        await first_failure([sending, keeping, answering, receiving, *working])


@asynccontextmanager
async def _all(engine: Engine, works: Sequence[Work]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """All of these works, for as long as the context lasts."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(work(engine)) for work in works]


@asynccontextmanager
async def _answering(service: Service) -> AsyncIterator[asyncio.Task[None]]:
    """Updates are answered; at the end none is begun, and those that run are finished."""
    app = application(service)
    await app.initialize()
    worker = Worker(service, app)
    try:
        async with beside(worker.run()) as task:
            yield task
    finally:
        await worker.drain()


@asynccontextmanager
async def _source(service: Service, tell: Tell) -> AsyncIterator[asyncio.Task[None]]:
    """Where updates come from: polling, or where the settings say so a webhook."""
    me = Me(service.bot.id, service.bot.username)
    intake = Intake(service.db, service.guests, me, service.settings.telegram_user_hourly)
    if service.settings.telegram_webhook_url is not None:
        async with _webhook(service, intake, service.settings.telegram_webhook_url, tell) as task:
            yield task
        return
    await connecting.poll_from_now_on(service.bot)
    tell("bot.polling", name=me.username)
    async with beside(Poller(service.bot, service.presence, intake).run()) as task:
        yield task


@asynccontextmanager
async def _webhook(
    service: Service, intake: Intake, url: str, tell: Tell
) -> AsyncIterator[asyncio.Task[None]]:
    settings, secret = service.settings, await webhook_secret(service)
    app = webhook.endpoint(urlsplit(url).path, secret, intake.store)
    server = webhook.Webhook(app, settings.telegram_webhook_host, settings.telegram_webhook_port)
    task = asyncio.create_task(server.run_until_told())
    try:
        await connecting.post_from_now_on(service.bot, url, secret)
        address = f"{settings.telegram_webhook_host}:{server.port}"
        tell("bot.posting", name=service.bot.username, url=url, address=address)
        yield task
    finally:
        server.should_exit = True
        await task


async def webhook_secret(service: Service) -> str:
    """What Telegram is to show when it posts: the settings', else one made once for this database."""
    given = service.settings.telegram_webhook_secret
    if given is not None:
        return given.get_secret_value()
    async with service.db.connection() as conn:
        return (await buttons.secret(conn, _WEBHOOK_SECRET)).hex()
