"use strict";

// One chat: what is new comes as HTML made and escaped by the server; what is typed and pressed goes there.

const { chat, user, lang, thread, start, copied } = document.body.dataset;
const list = document.querySelector(".messages");
const scroll = document.querySelector(".scroll");
const status = document.querySelector(".status");
const form = document.querySelector(".composer form");
const box = form.querySelector("textarea");
const menu = document.querySelector(".commands");
const menuButton = form.querySelector(".menu");
const replying = document.querySelector(".replying");
const note = document.querySelector(".note");
const alertBox = document.querySelector(".alert");

// Telegram shows a note for a few seconds, and an action until five have passed.
const NOTE_MS = 3500;
const ACTION_MS = 5200;
const AFTER_FAILURE_MS = 1500;

const look = new URLSearchParams({ lang, as: user, ...(thread && { thread }) });
const waiting = new Map(); // queries without an answer so far, and their buttons
const known = new Map(); // the HTML of each message as it stands
let version = 0;
let answered = null;
let actionTimer = 0;
let noteTimer = 0;

async function post(what, body) {
  const reply = await fetch(`/chats/${chat}/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: Number(user), ...body }),
  });
  return reply.ok && reply.status !== 204 ? reply.json() : null;
}

function toBottom(smooth) {
  scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" });
}

function element(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function show(messages, first) {
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 160;
  const there = new Set(messages.map((message) => message.id));
  for (const id of known.keys()) {
    if (!there.has(id)) {
      document.getElementById(id)?.remove();
      known.delete(id);
    }
  }
  let grown = false;
  messages.forEach(({ id, html }, place) => {
    if (known.get(id) === html) return;
    const old = document.getElementById(id);
    const fresh = element(html);
    known.set(id, html);
    if (old) {
      for (const [number, opened] of old.querySelectorAll(".expandable, .spoiler").entries()) {
        fresh.querySelectorAll(".expandable, .spoiler")[number]?.classList.toggle("open", opened.classList.contains("open"));
      }
      old.replaceWith(fresh);
    } else {
      fresh.classList.toggle("arrived", !first);
      list.insertBefore(fresh, list.children[place] ?? null);
      grown = true;
    }
  });
  if (first || near) toBottom(grown && !first);
}

function act(words) {
  clearTimeout(actionTimer);
  status.textContent = words || status.dataset.usual;
  status.classList.toggle("acting", Boolean(words));
  if (words) actionTimer = setTimeout(() => act(""), ACTION_MS);
}

function tell(notes) {
  for (const { query, text, alert } of notes) {
    const button = waiting.get(query);
    if (!button) continue;
    waiting.delete(query);
    button.classList.remove("waiting");
    if (!text) continue;
    if (alert) {
      alertBox.querySelector("p").textContent = text;
      alertBox.showModal();
      continue;
    }
    mention(text);
  }
}

function mention(text) {
  note.textContent = text;
  note.hidden = false;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => { note.hidden = true; }, NOTE_MS);
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  mention(copied);
}

function offer(commands, empty) {
  menu.replaceChildren(...commands.map(({ command, description }) => {
    const item = element('<li><button type="button"><b></b><span></span></button></li>');
    item.querySelector("b").textContent = `/${command}`;
    item.querySelector("span").textContent = description;
    item.firstElementChild.addEventListener("click", () => say(`/${command}`));
    return item;
  }));
  menuButton.hidden = commands.length === 0;
  const private_ = Number(chat) > 0;
  form.hidden = empty && private_;
  const begin = document.querySelector(".start");
  if (form.hidden && !begin) {
    const button = element('<button type="button" class="start"></button>');
    button.textContent = start;
    button.addEventListener("click", () => say("/start"));
    form.before(button);
  } else if (!form.hidden) {
    begin?.remove();
  }
}

async function say(text) {
  openMenu(false);
  const reply = answered;
  reset();
  await post("messages", { text, thread: thread ? Number(thread) : null, reply_to: reply });
  toBottom(true);
}

function reset() {
  answered = null;
  replying.hidden = true;
  box.value = "";
}

function openMenu(open) {
  menu.hidden = !open;
  menuButton.setAttribute("aria-expanded", String(open));
}

async function press(button) {
  const message = Number(button.closest(".message").dataset.id);
  button.classList.add("waiting");
  const pressed = await post("presses", { message, place: Number(button.dataset.place) });
  if (pressed) waiting.set(pressed.query, button);
  else button.classList.remove("waiting");
}

list.addEventListener("click", (event) => {
  const target = event.target;
  const button = target.closest("button.button");
  if (button) return void press(button);
  const command = target.closest(".command");
  if (command) return void say(command.textContent);
  const code = target.closest(".text code");
  if (code) return void copy(code.textContent);
  if (target.closest("a")) return;
  target.closest(".expandable, .spoiler")?.classList.toggle("open");
});

list.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.target.closest(".expandable, .spoiler")?.classList.toggle("open");
});

list.addEventListener("dblclick", (event) => {
  const message = event.target.closest(".message");
  if (!message || event.target.closest("button, a")) return;
  answered = Number(message.dataset.id);
  replying.querySelector("span").textContent = message.querySelector(".text")?.textContent ?? "";
  replying.hidden = false;
  box.focus();
});

replying.querySelector("button").addEventListener("click", reset);
menuButton.addEventListener("click", () => openMenu(menu.hidden));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (box.value.trim()) say(box.value);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

async function follow() {
  for (let first = true; ; ) {
    try {
      const reply = await fetch(`/chats/${chat}/state?after=${first ? -1 : version}&${look}`);
      if (!reply.ok) throw new Error(reply.statusText);
      const state = await reply.json();
      version = state.version;
      document.querySelector(".empty p").textContent = state.about;
      show(state.messages, first);
      act(state.acting);
      tell(state.notes);
      offer(state.commands, state.messages.length === 0);
      document.body.dataset.seen = String(version);
      first = false;
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, AFTER_FAILURE_MS); });
    }
  }
}

toBottom(false);
follow();
