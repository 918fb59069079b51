"""The page of the local Telegram's chats as a person sees and uses it: in a browser, on a phone."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from tests.integration.dev.conftest import Call, bot_of
from tests.integration.dev.test_telegram_messages import picture

from tidings.dev.telegram.server import TelegramServer

ANNA, BORIS = 11, 12
NEWSROOM = -1_001_234_567_890
PHONE = {"width": 390, "height": 844}
HOSTILE = "<img src=x onerror='window.hacked=1'>\"'><script>window.hacked=1</script>"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.asyncio(loop_scope="module"),
]

Open = Callable[..., Awaitable[Page]]


@pytest.fixture(autouse=True)
def _people(telegram: TelegramServer) -> None:
    telegram.user(ANNA, "Анна", "anna", "ru")
    telegram.user(BORIS, "Boris", "boris", "en")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_chat(browser: Browser, telegram: TelegramServer) -> AsyncIterator[Open]:
    """Opens a chat as on a phone, live; any script that fails fails the test."""
    errors: list[str] = []

    async def open_chat_(number: int, query: str = "", **options: Any) -> Page:
        context = await browser.new_context(viewport=PHONE, **options)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{telegram.url}/chats/{number}{query}")
        await page.wait_for_selector("body[data-seen]")
        return page

    yield open_chat_
    for context in browser.contexts:
        await context.close()
    assert errors == []


def keyboard(*rows: dict[str, str]) -> dict[str, Any]:
    return {"inline_keyboard": [list(rows)]}


async def test_what_is_typed_reaches_the_bot_and_what_it_says_appears(
    telegram: TelegramServer, open_chat: Open, call: Call
) -> None:
    page = await open_chat(ANNA)
    await page.get_by_role("button", name="Начать").click()
    await expect(page.locator(".mine .text")).to_have_text("/start")
    await page.get_by_label("Сообщение").fill("что нового?")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .text")).to_have_text(["/start", "что нового?"])
    updates = call("getUpdates")
    assert [update["message"]["text"] for update in updates] == ["/start", "что нового?"]
    call("sendMessage", chat_id=ANNA, text="<b>Много</b> нового", parse_mode="HTML")
    await expect(page.locator(".theirs strong")).to_have_text("Много")


async def test_an_edit_a_deletion_and_an_action_are_seen_at_once(open_chat: Open, call: Call) -> None:
    first = call("sendMessage", chat_id=BORIS, text="Counting")["message_id"]
    second = call("sendMessage", chat_id=BORIS, text="Gone soon")["message_id"]
    page = await open_chat(BORIS)
    call("sendChatAction", chat_id=BORIS, action="typing")
    await expect(page.locator(".status")).to_have_text("is typing")
    call("editMessageText", chat_id=BORIS, message_id=first, text="Counted")
    call("deleteMessage", chat_id=BORIS, message_id=second)
    await expect(page.locator(".theirs .text")).to_have_text(["Counted"])
    assert "edited at" in str(await page.locator(".theirs time").get_attribute("title"))


async def test_a_pressed_button_waits_for_its_answer(
    telegram: TelegramServer, open_chat: Open, call: Call
) -> None:
    keys = keyboard({"text": "Why", "callback_data": "why"}, {"text": "Wrong?", "callback_data": "wrong"})
    call("sendMessage", chat_id=BORIS, text="x", reply_markup=keys)
    page = await open_chat(BORIS)
    await page.get_by_role("button", name="Why").click()
    await expect(page.locator(".waiting")).to_have_text("Why")
    (first,) = call("getUpdates", timeout=5)
    query = first["callback_query"]
    assert query["data"] == "why"
    call("answerCallbackQuery", callback_query_id=query["id"], text="One moment")
    await expect(page.locator(".note")).to_have_text("One moment")
    await expect(page.locator(".waiting")).to_have_count(0)
    await page.get_by_role("button", name="Wrong?").click()
    (second,) = call("getUpdates", offset=first["update_id"] + 1, timeout=5)
    query = second["callback_query"]
    call("answerCallbackQuery", callback_query_id=query["id"], text="Really?", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Really?")


async def test_a_long_quotation_opens_and_stays_open_when_the_message_changes(
    open_chat: Open, call: Call
) -> None:
    html = f"<blockquote expandable>{'long words ' * 60}</blockquote>"
    number = call("sendMessage", chat_id=BORIS, text=html, parse_mode="HTML")["message_id"]
    page = await open_chat(BORIS)
    quotation = page.locator(".expandable")
    closed = await quotation.evaluate("node => node.clientHeight")
    await quotation.click()
    assert await quotation.evaluate("node => node.clientHeight") > 3 * closed
    call("editMessageText", chat_id=BORIS, message_id=number, text=f"{html}!", parse_mode="HTML")
    await expect(page.locator(".text")).to_contain_text("!")
    assert await quotation.evaluate("node => node.classList.contains('open')")


async def test_an_example_is_copied_by_a_tap(open_chat: Open, call: Call) -> None:
    call("sendMessage", chat_id=BORIS, text="<code>/trends 1w &amp; more</code>", parse_mode="HTML")
    page = await open_chat(BORIS, permissions=["clipboard-read", "clipboard-write"])
    await page.locator("code").click()
    await expect(page.locator(".note")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "/trends 1w & more"


async def test_nothing_anybody_writes_becomes_part_of_the_page(
    telegram: TelegramServer, open_chat: Open, call: Call
) -> None:
    telegram.user(BORIS, HOSTILE, "boris", "en")
    telegram.group(NEWSROOM, HOSTILE, {3: HOSTILE})
    telegram.say(BORIS, HOSTILE, chat=NEWSROOM, thread=3)
    call(
        "sendMessage",
        chat_id=NEWSROOM,
        text=HOSTILE,
        reply_markup=keyboard({"text": HOSTILE, "callback_data": "x"}),
    )
    call("setMyCommands", commands=[{"command": "x", "description": HOSTILE}])
    call("setMyDescription", description=HOSTILE)
    page = await open_chat(NEWSROOM, f"?as={ANNA}")
    await page.get_by_role("button", name="Команды").click()
    await expect(page.locator(".commands span")).to_have_text(HOSTILE)
    await expect(page.locator(".theirs .text")).to_have_text([HOSTILE, HOSTILE])
    await expect(page.get_by_role("heading")).to_have_text(HOSTILE)
    await page.goto(f"{telegram.url}/")
    await expect(page.locator(".about b").filter(has_text="<img")).to_have_count(2)
    assert await page.evaluate("window.hacked") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_everything_fits_and_can_be_read(open_chat: Open, call: Call, scheme: str) -> None:
    keys = keyboard(*({"text": f"Кнопка {number}", "callback_data": "x"} for number in range(4)))
    html = f"<b>{'Длиннослово' * 12}</b>\n<pre>{'x' * 300}</pre><code>{'y' * 200}</code>"
    call("sendMessage", chat_id=ANNA, text=html, parse_mode="HTML", reply_markup=keys)
    page = await open_chat(ANNA, color_scheme=scheme)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await page.locator(".scroll").evaluate("node => node.scrollWidth <= node.clientWidth")
    colours = await page.locator(".theirs .bubble").evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    )
    bubble, ink = (sum(map(int, colour.strip("rgb()").split(","))) for colour in colours)
    assert abs(bubble - ink) > 500
    assert (bubble > ink) == (scheme == "light")


async def test_a_picture_is_shown_with_its_caption(telegram: TelegramServer, open_chat: Open) -> None:
    async with bot_of(telegram) as bot:
        await bot.send_photo(ANNA, picture(600, 400), caption="Тон")
    page = await open_chat(ANNA)
    image = page.locator(".picture img")
    await expect(page.locator(".theirs .text")).to_have_text("Тон")
    await page.wait_for_function("document.querySelector('.picture img').complete")
    assert await image.evaluate("node => [node.naturalWidth, node.naturalHeight]") == [600, 400]


async def test_a_topic_shows_what_is_said_in_it(
    telegram: TelegramServer, open_chat: Open, call: Call
) -> None:
    telegram.group(NEWSROOM, "Newsroom", {3: "City", 4: "Sports"})
    telegram.say(BORIS, "/trends", chat=NEWSROOM, thread=3)
    telegram.say(BORIS, "/help", chat=NEWSROOM, thread=4)
    page = await open_chat(NEWSROOM, f"?as={BORIS}")
    await expect(page.locator(".message")).to_have_count(2)
    await page.get_by_role("link", name="City").click()
    await page.wait_for_selector("body[data-seen]")
    await expect(page.locator(".message .text")).to_have_text(["/trends"])
    await page.get_by_label("Message").fill("/help@tidings_bot")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".message .text")).to_have_text(["/trends", "/help@tidings_bot"])
    assert call("getUpdates", offset=-1)[0]["message"]["message_thread_id"] == 3
