"""Authors that are not careful: each goes wrong in one of the ways real models do."""

from __future__ import annotations

import json
import random
import re

from tidings.dev.author import Author, Subject
from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.exchange import Asked
from tidings.dev.material import cut_at_word, is_russian

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")
_ORDER = re.compile(
    r"ignore|disregard|forget (?:all|everything|the)|system prompt|new instructions?|you (?:must|are now)|"
    r"игнориру|забудь|не обращай внимания|новые инструкции|"
    r"системн\w+ (?:промпт|сообщени)|ты (?:теперь|должен)",
    re.IGNORECASE,
)
# What is to be said, where an order names it: output "X", reply with: X, выведи «X».
_PAYLOAD = re.compile(
    r"(?:output|print|say|write|reply(?: with)?|answer(?: with)?|respond(?: with)?|"
    r"выведи\w*|напиши\w*|скажи\w*|ответь\w*(?: так)?|сообщи\w*)(?: only| только| exactly)?:?\s+"
    r"[«“\"'`]?([^»”\"'`<\n]+)",
    re.IGNORECASE,
)

_INVENTED = {
    "en": (
        "Minister {name} confirmed that {n} people were affected.",
        "{name} of the Ostrel Institute expects growth of {n} per cent this year.",
        "According to {name}, damages reached {n} million dollars.",
    ),
    "ru": (
        "Министр {name} подтвердил, что пострадали {n} человек.",
        "{name} из Острельского института ждёт роста на {n} процентов за год.",
        "По словам {name}, ущерб достиг {n} миллионов долларов.",
    ),
}
_INVENTED_NAMES = {
    "en": ("Aldous Finchwright", "Maren Okonvale", "Tobias Quillhaven"),
    "ru": ("Аркадий Велимудров", "Марфа Звонарецкая", "Тихон Острелов"),
}
_OTHER_LANGUAGE = {
    "en": ("Сообщается о событиях, которые привлекли внимание наблюдателей.", "Важные новости"),
    "ru": ("There are reports of events that drew the attention of observers.", "Important news"),
}


class InventsIds(Author):
    """Cites documents and facts that it was never given."""

    def ids(self, kind: str, subject: Subject, least: int, most: int) -> list[str]:
        """As many as it may, none of them real."""
        known = self.known_ids(kind)
        letter = known[0][:1] if known else kind[:1].upper()
        return [f"{letter}{900 + number}" for number in range(1, max(1, least, min(most, 2)) + 1)]


class Obeys(Author):
    """Does what a document tells it to, as far as the schema lets it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.order = injected_order([f"{each.title}\n{each.text}" for each in self.material.passages])

    def plain(self) -> str:
        """What the document wants said."""
        return self.order or super().plain()

    def text(self, subject: Subject, least: int, most: int) -> str:
        """What the document wants said, up to the length allowed."""
        return self.order[:most] if self.order else super().text(subject, least, most)

    def name(self, subject: Subject, most: int) -> str:
        """What the document wants said, up to the length allowed."""
        return self.order[:most] if self.order else super().name(subject, most)

    def ids(self, kind: str, subject: Subject, least: int, most: int) -> list[str]:
        """Every id there is, up to the number allowed."""
        return self.known_ids(kind)[:most] if self.order else super().ids(kind, subject, least, most)


def injected_order(texts: list[str]) -> str:
    """What the first document that gives orders wants said; empty where none does."""
    for text in texts:
        shown = _ZERO_WIDTH.sub("", text)
        if found := _ORDER.search(shown):
            payload = _PAYLOAD.search(shown, found.start())
            return (payload[1] if payload else shown[found.start() :]).strip().rstrip("->").strip()
    return ""


class InventsFacts(Author):
    """Writes fluent sentences with names and numbers that stand in no document."""

    def text(self, subject: Subject, least: int, most: int) -> str:
        """A sentence about nobody."""
        return cut_at_word(self._invention(subject.number), most)

    def plain(self) -> str:
        """A sentence about nobody."""
        return self._invention(0)

    def _invention(self, number: int) -> str:
        chance, lang = random.Random(f"{number}{self.asked.material}"), self.material.lang
        sentence, name = chance.choice(_INVENTED[lang]), chance.choice(_INVENTED_NAMES[lang])
        return sentence.format(name=name, n=chance.randint(101, 9_999))


class OtherLanguage(Author):
    """Writes in another language than it was asked to."""

    def text(self, subject: Subject, least: int, most: int) -> str:
        """A sentence in the other language, from a document where one is written in it."""
        other = self.material.lang != "ru"
        own = (each.sentences[0] for each in self.material.passages if is_russian(each.text) == other)
        return cut_at_word(next(own, _OTHER_LANGUAGE[self.material.lang][0]), most)

    def name(self, subject: Subject, most: int) -> str:
        """A name in the other language."""
        return cut_at_word(_OTHER_LANGUAGE[self.material.lang][1], most)

    def plain(self) -> str:
        """A sentence in the other language."""
        return _OTHER_LANGUAGE[self.material.lang][0]


class OtherShape(Author):
    """Answers in JSON of a shape nobody asked for."""

    def write(self) -> str:
        """The plain answer, in an object of its own making."""
        return json.dumps({"answer": self.plain(), "confidence": "high"}, ensure_ascii=False)


_AUTHORS: dict[Kind, type[Author]] = {
    "invented_ids": InventsIds,
    "injected": Obeys,
    "invented_facts": InventsFacts,
    "wrong_language": OtherLanguage,
    "wrong_schema": OtherShape,
}


def author_for(behaviour: Behaviour, asked: Asked) -> Author:
    """Who writes the answer to a request that meets this behaviour."""
    if behaviour.kind == "wrong_once":
        return Author(asked) if asked.is_repair else OtherShape(asked)
    return _AUTHORS.get(behaviour.kind, Author)(asked)
