"""Pictures of a conversation: the real bot on the bundled sample, seen on the local Telegram's page.

.venv/bin/python -m bench.screenshots                            # all of them, into docs/images
.venv/bin/python -m bench.screenshots --to FOLDER --only trends  # some of them, elsewhere
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from tidings.bot.running import run_bot
from tidings.dev.telegram.chats import Message, User
from tidings.dev.telegram.server import TelegramServer
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.jobs.tasks import Desk
from tidings.messages import Lang, say
from tidings.sample.corpus import articles, catalogue
from tidings.settings import Settings
from tidings.store import readers

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A phone of today, in points; each is two pixels or three.
WIDTH, HEIGHT, SHARPNESS = 390, 844, 2
# A little more than fills it is shown in one picture all the same.
TALLEST = 1200
# Colours of letters' edges and of emoji: more make files larger and nothing clearer.
COLOURS = 96
# Far more than anything here takes.
PATIENCE = 60.0
# What is this new arrives after the readers have begun to follow.
LATEST = timedelta(hours=6)
UNDONE = """
SELECT (SELECT count(*) FROM inbox WHERE outcome IS NULL)
     + (SELECT count(*) FROM outbox WHERE outcome IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who talks to the bot, and what they ask about."""

    user: User
    lang: Lang
    language: str
    city: str
    zone: str
    followed: str
    subject: str
    unheard_of: str


READERS = (
    Reader(
        user=User(101, "Анна", "anna", "ru"),
        lang="ru",
        language="Русский",
        city="Москва",
        zone="Europe/Moscow",
        followed="Северогорск",
        subject="Валмера",
        unheard_of="квантовая физика",
    ),
    Reader(
        user=User(102, "Grace", "grace", "en"),
        lang="en",
        language="English",
        city="London",
        zone="Europe/London",
        followed="Severogorsk",
        subject="Valmere",
        unheard_of="quantum physics",
    ),
)


@dataclass(frozen=True, slots=True)
class Studio:
    """The bot at work on the first part of the sample, and a browser to look at it."""

    telegram: TelegramServer
    engine: Engine
    browser: Browser
    now: datetime
    folder: Path
    only: str

    async def quiet(self) -> None:
        """Wait until all that was said is answered and shown."""
        async with asyncio.timeout(PATIENCE):
            while self.telegram.pending or (await self.engine.db.fetch_all(UNDONE))[0][0]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def says(self, reader: Reader, words: str) -> Message:
        """Have a reader say something; the last message with buttons, or else the last, that comes of it."""
        asked = self.telegram.say(reader.user, words)
        await self.quiet()
        said = [message for message in self.telegram.said(reader.user) if message.id > asked.id]
        return next((message for message in reversed(said) if message.buttons), said[-1])

    async def presses(self, reader: Reader, message: Message, words: str) -> None:
        """Have a reader press the button that has these words."""
        shown = self.telegram.message(message.chat_id, message.id)
        button = next(each for each in shown.buttons if words in each.text)
        self.telegram.press(shown, button, reader.user)
        await self.quiet()

    async def take(self, reader: Reader, name: str, since: int, *, dark: bool = False) -> None:
        """A picture of the chat from that message on; of more than fills a phone, how it begins and ends."""
        if self.only not in name:
            return
        _on_the_clock_of(reader)
        context = await self.browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SHARPNESS,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            bypass_csp=True,  # for the style that leaves messages out
        )
        page = await context.new_page()
        await page.goto(f"{self.telegram.url}/chats/{reader.user.id}?lang={reader.lang}")
        earlier = [number for number in self.telegram.chat(reader.user).messages if number < since]
        is_long = await _cut_out(page, ", ".join(f"#message-{number}" for number in [0, *earlier]))
        target = f"{name}-{reader.lang}{'-dark' if dark else ''}"
        await self._save(page, target)
        if is_long:
            await page.evaluate("document.querySelector('.scroll').scrollTop = 1e6")
            await self._save(page, f"{target}-end")
        await context.close()

    async def _save(self, page: Page, name: str) -> None:
        picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
        target = self.folder / f"{name}.png"
        small = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        await asyncio.to_thread(small.save, target, optimize=True)
        print(f"{target.name}  {picture.height // SHARPNESS} points, {target.stat().st_size // 1000} kB")

    async def ask(self, reader: Reader, name: str, words: str, *, dark: bool = False) -> Message:
        """A picture of a question and what the bot says to it."""
        asked = self.latest(reader) + 1
        said = await self.says(reader, words)
        await self.take(reader, name, asked)
        if dark:
            await self.take(reader, name, asked, dark=True)
        return said

    def latest(self, reader: Reader) -> int:
        """The number of the chat's last message."""
        return max(self.telegram.chat(reader.user).messages, default=0)

    async def press(self, reader: Reader, name: str, message: Message, key: str) -> None:
        """A picture of what the bot says to a button."""
        before = self.latest(reader)
        await self.presses(reader, message, say(key, reader.lang))
        await self.take(reader, name, before + 1)


async def _cut_out(page: Page, hidden: str) -> bool:
    """Leave out those messages, in a window no taller than the others need; whether they need more."""
    await page.add_style_tag(content=f".day, {hidden} {{ display: none !important }}")
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    needed: int = round(
        await page.evaluate(
            """() => document.querySelector(".phone").offsetHeight
                - document.querySelector(".scroll").clientHeight
                + document.querySelector(".messages").offsetHeight + 22"""
        )
    )
    is_long = needed > TALLEST
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT if is_long else needed})
    await page.evaluate("document.querySelector('.scroll').scrollTop = 0")
    return is_long


def _on_the_clock_of(reader: Reader) -> None:
    """The page shows the hours of this machine, which is to be where the reader is."""
    os.environ["TZ"] = reader.zone
    time.tzset()


async def _begin(studio: Studio, reader: Reader) -> None:
    """/start, the two questions, and what can be done next."""
    hello = await studio.ask(reader, "start", "/start")
    await studio.presses(reader, hello, reader.language)
    await studio.presses(reader, hello, reader.city)
    await studio.take(reader, "ready", hello.id)
    await studio.says(reader, f"/follow {reader.followed}")
    async with studio.engine.db.transaction() as conn:  # whatever the hour at which this is run
        await readers.quiet_between(conn, reader.user.id, None)


async def _converse(studio: Studio, reader: Reader) -> None:
    """Every kind of question, and what the buttons under an answer give."""
    await studio.ask(reader, "help", "/help")
    answer = await studio.ask(reader, "trends", "/trends 24h", dark=reader.lang == "ru")
    await studio.press(reader, "explain", answer, "bot.button.explain")
    await studio.press(reader, "sources", answer, "bot.button.sources")
    await studio.ask(reader, "keywords", "/analyze keywords 1w")
    await studio.ask(reader, "sentiment", f"/analyze sentiment {reader.subject} 1w", dark=reader.lang == "en")
    await studio.ask(reader, "topics", "/analyze topics 3d")
    await studio.ask(reader, "plain", reader.subject)
    await studio.ask(reader, "error", f"/analyze sentiment {reader.unheard_of}")
    await studio.ask(reader, "unknown", "/trends 5y")
    await studio.ask(reader, "settings", "/settings")


async def _digest(studio: Studio, reader: Reader) -> None:
    """The digest of the next full hour."""
    desk = Desk.of(studio.engine)
    clock = studio.now.astimezone(ZoneInfo(reader.zone))
    due = (clock + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    async with studio.engine.db.transaction() as conn:
        await readers.digest_at(conn, reader.user.id, due.hour)
    before = studio.latest(reader)
    await desk.digest(studio.now)
    await desk.digest(due.astimezone(UTC) + timedelta(seconds=1))
    await studio.quiet()
    await studio.take(reader, "digest", before + 1)


async def _run(folder: Path, only: str) -> None:
    async with _studio(folder, only) as studio:
        for reader in READERS:
            studio.telegram.user(reader.user.id, reader.user.first_name, reader.user.username, reader.lang)
            await _begin(studio, reader)
        before = {reader: studio.latest(reader) for reader in READERS}
        await _load(studio.engine, studio.now, LATEST, timedelta(0))
        await Desk.of(studio.engine).news(datetime.now(UTC))
        await studio.quiet()
        for reader in READERS:
            await studio.take(reader, "alert", before[reader] + 1)
            await _converse(studio, reader)
            await _digest(studio, reader)


@asynccontextmanager
async def _studio(folder: Path, only: str) -> AsyncIterator[Studio]:
    """Everything at work; it ends with the context and leaves nothing but pictures."""
    now = datetime.now(UTC)
    with _folder() as data, TelegramServer() as telegram:
        settings = Settings(data_dir=data, processes=0, **telegram.settings())
        async with Engine.open(settings) as engine, async_playwright() as playwright:
            await _load(engine, now, timedelta(days=30), LATEST)
            browser = await playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
            async with _bot(settings):
                yield Studio(telegram, engine, browser, now, folder, only)
            await browser.close()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the database, which runs under an account of its own where this is run by root."""
    with tempfile.TemporaryDirectory(prefix="tidings-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


async def _load(engine: Engine, now: datetime, since: timedelta, until: timedelta) -> None:
    """The articles of the sample that came in between so long ago and so long ago."""
    rows = [
        json.dumps(row, ensure_ascii=False)
        for row, item in zip(articles(now), catalogue(), strict=True)
        if now - since <= item.arrived(now) < now - until
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(rows))
        file.flush()
        await import_file(engine.db, engine.settings, Path(file.name))


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[None]:
    """The bot, as `tidings bot` runs it."""
    ready = asyncio.Event()

    def tell(key: str, /, **_: object) -> None:
        if key == "bot.polling":
            ready.set()

    task = asyncio.create_task(run_bot(settings, tell))
    async with asyncio.timeout(PATIENCE):
        await ready.wait()
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"no browser: install one of {', '.join(BROWSERS)}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.screenshots", description=__doc__)
    parser.add_argument("--to", type=Path, default=IMAGES)
    parser.add_argument("--only", default="", help="names that hold these letters")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    asyncio.run(_run(options.to, options.only))


if __name__ == "__main__":
    main()
