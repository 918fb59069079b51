"""How a conflict between sources is told: the gate writes the sentence again from the quotes it cites."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "conflict.figures": Phrase(
        en="Sources differ on {thing}: {one} ({source}) or {other} ({rival}).",
        ru="Источники расходятся, {thing}: {one} ({source}) или {other} ({rival}).",
    ),
    "conflict.statements": Phrase(
        en="Opposite statements: “{one}” ({source}); “{other}” ({rival}).",
        ru="Утверждают обратное: «{one}» ({source}); «{other}» ({rival}).",
    ),
    "conflict.thing.dead": Phrase(en="the number of dead", ru="сколько погибших"),
    "conflict.thing.injured": Phrase(en="the number of injured", ru="сколько пострадавших"),
    "conflict.thing.hospitalised": Phrase(en="the number in hospital", ru="сколько попавших в больницу"),
    "conflict.thing.missing": Phrase(en="the number of missing", ru="сколько пропавших"),
    "conflict.thing.detained": Phrase(en="the number of arrests", ru="сколько задержанных"),
    "conflict.thing.evacuated": Phrase(en="the number of evacuated", ru="сколько эвакуированных"),
    "conflict.thing.rescued": Phrase(en="the number of rescued", ru="сколько спасённых"),
    "conflict.thing.dismissed": Phrase(en="the number of dismissals", ru="сколько уволенных"),
    "conflict.thing.marchers": Phrase(en="the number of protesters", ru="сколько участников"),
    "conflict.thing.aboard": Phrase(en="the number on board", ru="сколько было на борту"),
    "conflict.thing.damage": Phrase(en="the damage", ru="каков ущерб"),
    "conflict.thing.fine": Phrase(en="the fine", ru="каков штраф"),
    "conflict.thing.paid": Phrase(en="the sum paid", ru="сколько заплачено"),
    "conflict.thing.sold": Phrase(en="the price of the sale", ru="какова цена сделки"),
    "conflict.thing.cost": Phrase(en="the price", ru="сколько это стоит"),
    "conflict.thing.profit": Phrase(en="the profit", ru="какова прибыль"),
    "conflict.thing.revenue": Phrase(en="the revenue", ru="какова выручка"),
    "conflict.thing.sentence": Phrase(en="the sentence", ru="каков приговор"),
    "conflict.thing.age": Phrase(en="the age", ru="каков возраст"),
    "conflict.thing.magnitude": Phrase(en="the magnitude", ru="какова магнитуда"),
    "conflict.thing.turnout": Phrase(en="the turnout", ru="какова явка"),
    "conflict.thing.burned": Phrase(en="the area burned", ru="какова площадь пожара"),
    "conflict.thing.spilled": Phrase(en="the amount spilled", ru="сколько вылилось"),
}
