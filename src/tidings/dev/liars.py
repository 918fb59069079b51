"""Authors that are not careful: each goes wrong in one of the ways real models do."""

from __future__ import annotations

import json
import random
import re
from base64 import b64decode
from binascii import Error as NotBase64

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

# Letters that look alike, so that an order spelt with those of another script is read as well.
_LATIN_LETTERS, _CYRILLIC_LETTERS = "aceopxyiABCEHKMOPTXgurn", "асеорхуіАВСЕНКМОРТХдигп"
_AS_LATIN = str.maketrans(_CYRILLIC_LETTERS[:19], _LATIN_LETTERS[:19])
_AS_CYRILLIC = str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS)
_CODED = re.compile(r"\b[A-Za-z0-9+/]{24,}={0,2}")

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
_FIGURE = re.compile(r"\d+")
_CONTACTS = {
    "en": "Whoever saw it is to call {name} on +44 7700 900142 or to write to {mail}.",
    "ru": "Очевидцев просят позвонить: {name}, +7 921 555-01-42, или написать на {mail}.",
}
_MAIL = "witness.office.77@mail.example"
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
    """Does what documents tell it to, as far as the schema lets it; where several do, each in turn."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        found = ((injected_order(f"{each.title}\n{each.text}"), each.id) for each in self.material.passages)
        self.orders = [(order, document) for order, document in found if order]
        random.Random(asked.material).shuffle(self.orders)
        if self.orders:
            self.left_out = ()

    def plain(self) -> str:
        """What a document wants said."""
        return self.orders[0][0] if self.orders else super().plain()

    def text(self, subject: Subject, least: int, most: int) -> str:
        """What a document wants said, up to the length allowed."""
        return self._order(subject)[0][:most] if self.orders else super().text(subject, least, most)

    def name(self, subject: Subject, most: int) -> str:
        """What a document wants said, up to the length allowed."""
        return self._order(subject)[0][:most] if self.orders else super().name(subject, most)

    def ids(self, kind: str, subject: Subject, least: int, most: int) -> list[str]:
        """The document that gives the order, and every other; of facts, all for the first object."""
        if not self.orders or (kind != "doc" and subject.number):
            return super().ids(kind, subject, least, most)
        own = [self._order(subject)[1]] if kind == "doc" else []
        return list(dict.fromkeys([*own, *self.known_ids(kind)]))[:most]

    def names(self, most: int) -> list[str]:
        """What every document wants said, up to the length allowed."""
        return [order[:most] for order, _ in self.orders] or super().names(most)

    def _order(self, subject: Subject) -> tuple[str, str]:
        """The order of the document that tells most of the subject's fact, else the one whose turn it is."""
        if subject.fact is not None and subject.passage is not None:
            own = [order for order in self.orders if order[1] == subject.passage.id]
            return own[0] if own else self.orders[subject.number % len(self.orders)]
        return self.orders[subject.number % len(self.orders)]


def injected_order(text: str) -> str:
    """What a document wants said that gives orders, in clear or in disguise; empty where it gives none."""
    shown = " ".join([_ZERO_WIDTH.sub("", text), *_decoded(text)])
    for reading in (shown, shown.translate(_AS_LATIN), shown.translate(_AS_CYRILLIC)):
        if found := _ORDER.search(reading):
            payload = _PAYLOAD.search(reading, found.start())
            start, end = payload.span(1) if payload else (found.start(), len(shown))
            return shown[start:end].strip().rstrip("->").strip()
    return ""


def _decoded(text: str) -> list[str]:
    """What is written in base64."""
    found = []
    for coded in _CODED.findall(text):
        try:
            found.append(b64decode(coded).decode())
        except (NotBase64, UnicodeDecodeError):
            continue
    return found


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


class ChangesFigures(Author):
    """Repeats its documents, but with other figures."""

    def text(self, subject: Subject, least: int, most: int) -> str:
        """A sentence of the document, one with figures where it has any, each of them one too high."""
        written = super().text(subject, least, most)
        told = subject.passage.sentences if subject.passage else ()
        counted = [each for each in told if _FIGURE.search(each) and least <= len(each) < most]
        chosen = written if _FIGURE.search(written) or not counted else counted[0]
        return _FIGURE.sub(lambda found: str(int(found[0]) + 1), chosen)[:most]


class CitesOthers(Author):
    """Says what one document says, and cites another."""

    def ids(self, kind: str, subject: Subject, least: int, most: int) -> list[str]:
        """Documents that the sentence is not from, where there are any."""
        own = super().ids(kind, subject, least, most)
        others = [known for known in self.known_ids(kind) if known not in own]
        return others[: max(1, least)] if kind == "doc" and others else own


class GivesContacts(Author):
    """Gives somebody's telephone number and address, which stand in no document."""

    def text(self, subject: Subject, least: int, most: int) -> str:
        """Whom to call, and where to write."""
        chance, lang = random.Random(f"{subject.number}{self.asked.material}"), self.material.lang
        name = chance.choice(_INVENTED_NAMES[lang])
        return cut_at_word(_CONTACTS[lang].format(name=name, mail=_MAIL), most)


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
    "changed_figures": ChangesFigures,
    "other_sources": CitesOthers,
    "personal_data": GivesContacts,
    "wrong_language": OtherLanguage,
    "wrong_schema": OtherShape,
}


def author_for(behaviour: Behaviour, asked: Asked) -> Author:
    """Who writes the answer to a request that meets this behaviour."""
    if behaviour.kind == "wrong_once":
        return Author(asked) if asked.is_repair else OtherShape(asked)
    return _AUTHORS.get(behaviour.kind, Author)(asked)
