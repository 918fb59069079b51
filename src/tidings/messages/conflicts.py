"""How a conflict between sources is told: the gate writes the sentence again from the quotes it cites."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "conflict.figures": Phrase(
        en="Sources differ on {thing}: {one} ({source}) or {other} ({rival}).",
        ru="Источники расходятся {thing}: {one} ({source}) или {other} ({rival}).",
    ),
    "conflict.statements": Phrase(
        en="Opposite statements: “{one}” ({source}); “{other}” ({rival}).",
        ru="Утверждают обратное: «{one}» ({source}); «{other}» ({rival}).",
    ),
    "conflict.thing.dead": Phrase(en="the number of dead", ru="в числе погибших"),
    "conflict.thing.injured": Phrase(en="the number of injured", ru="в числе пострадавших"),
    "conflict.thing.hospitalised": Phrase(en="the number in hospital", ru="в числе попавших в больницу"),
    "conflict.thing.missing": Phrase(en="the number of missing", ru="в числе пропавших"),
    "conflict.thing.detained": Phrase(en="the number of arrests", ru="в числе задержанных"),
    "conflict.thing.evacuated": Phrase(en="the number of evacuated", ru="в числе эвакуированных"),
    "conflict.thing.rescued": Phrase(en="the number of rescued", ru="в числе спасённых"),
    "conflict.thing.dismissed": Phrase(en="the number of dismissals", ru="в числе уволенных"),
    "conflict.thing.marchers": Phrase(en="the number of protesters", ru="в числе участников"),
    "conflict.thing.aboard": Phrase(en="the number on board", ru="в том, сколько было на борту"),
    "conflict.thing.damage": Phrase(en="the damage", ru="в размере ущерба"),
    "conflict.thing.fine": Phrase(en="the fine", ru="в размере штрафа"),
    "conflict.thing.paid": Phrase(en="the sum paid", ru="в том, сколько заплачено"),
    "conflict.thing.sold": Phrase(en="the price of the sale", ru="в цене сделки"),
    "conflict.thing.cost": Phrase(en="the price", ru="в цене"),
    "conflict.thing.profit": Phrase(en="the profit", ru="в размере прибыли"),
    "conflict.thing.revenue": Phrase(en="the revenue", ru="в размере выручки"),
    "conflict.thing.sentence": Phrase(en="the sentence", ru="в том, каков приговор"),
    "conflict.thing.age": Phrase(en="the age", ru="в возрасте"),
    "conflict.thing.magnitude": Phrase(en="the magnitude", ru="в магнитуде"),
    "conflict.thing.turnout": Phrase(en="the turnout", ru="в том, какова явка"),
    "conflict.thing.burned": Phrase(en="the area burned", ru="в площади пожара"),
    "conflict.thing.spilled": Phrase(en="the amount spilled", ru="в том, сколько вылилось"),
}
