"""Invented articles with sentences a model might write of them: true ones, and each altered in one way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An article, and the sentence of it that the claims quote."""

    title: str
    body: str
    quote: str


_BRIDGE = (
    "The Tarn bridge closed on Friday after engineers found 14 cracks in its southern pier.",
    "Elena Markova, the acting head of Tarn Rail, said the repairs would cost $1.2 million.",
    "Nobody was hurt.",
    "The bridge carries about 40,000 vehicles a day.",
)
_CRASH = (
    "A crash near Odell killed 3 passengers and injured 12 others on Tuesday, police said.",
    "The driver, Pavel Rusk, was arrested.",
    "Prosecutor Anna Lind denied that the signals had failed.",
)
_BANK = (
    "Profit at Varn Bank rose 7 percent to 340 million euros in the third quarter, "
    "while costs fell 5 percent.",
    "Chief executive Ola Brandt said the bank may cut 900 jobs next year.",
)
_SUIT = (
    "The port of Norvia sued the shipbuilder Harlan on Monday over delays to two ferries.",
    "Former mayor Ida Stone welcomed the suit.",
    "Parliament approved the budget by 61 votes to 39.",
)
_BRIDGE_RU = (
    "Мост через реку Тарн закрыли в пятницу: инженеры нашли 14 трещин в южной опоре.",
    "Исполняющая обязанности главы компании «Тарнские дороги» Елена Маркова сообщила, "
    "что ремонт обойдётся в 1,2 млн рублей.",
    "Никто не пострадал.",
    "По мосту проезжает около 40 тысяч машин в сутки.",
)
_CRASH_RU = (
    "В аварии под Оделлом погибли три пассажира, двенадцать человек ранены, сообщила полиция во вторник.",
    "Машинист Павел Руск задержан.",
    "Прокурор Анна Линд опровергла сообщения об отказе сигнализации.",
)
_BANK_RU = (
    "Прибыль банка «Варн» в третьем квартале выросла на 7% до 340 млн евро, а расходы снизились на 5%.",
    "Президент банка Ола Брандт заявил, что банк может сократить 900 рабочих мест.",
    "Бывший министр финансов Лев Орлов раскритиковал решение.",
)
_SUIT_RU = (
    "Порт Норвия подал в понедельник в суд на верфь «Харлан» из-за задержки двух паромов.",
    "Илон Маск и компания SpaceX к делу отношения не имеют.",
    "Парламент одобрил бюджет 61 голосом против 39.",
)


def _told(title: str, sentences: tuple[str, ...], quoted: int) -> Told:
    return Told(title, " ".join(sentences), sentences[quoted])


ARTICLES = {
    "bridge": _told("Tarn bridge closes after cracks found", _BRIDGE, 0),
    "repairs": _told("Tarn bridge closes after cracks found", _BRIDGE, 1),
    "crash": _told("Train crash near Odell", _CRASH, 0),
    "driver": _told("Train crash near Odell", _CRASH, 2),
    "bank": _told("Varn bank profit rises", _BANK, 0),
    "jobs": _told("Varn bank profit rises", _BANK, 1),
    "suit": _told("Norvia sues shipbuilder", _SUIT, 0),
    "vote": _told("Norvia sues shipbuilder", _SUIT, 1),
    "мост": _told("Мост через Тарн закрыли из-за трещин", _BRIDGE_RU, 0),
    "ремонт": _told("Мост через Тарн закрыли из-за трещин", _BRIDGE_RU, 2),
    "авария": _told("Авария под Оделлом", _CRASH_RU, 0),
    "прокурор": _told("Авария под Оделлом", _CRASH_RU, 2),
    "банк": _told("Прибыль банка «Варн» выросла", _BANK_RU, 0),
    "места": _told("Прибыль банка «Варн» выросла", _BANK_RU, 1),
    "суд": _told("Порт Норвия подал в суд на верфь", _SUIT_RU, 0),
}

# Each true sentence with the article it is about.
TRUE = (
    ("bridge", "Engineers found 14 cracks in the southern pier of the Tarn bridge, which closed on Friday."),
    ("bridge", "The Tarn bridge was closed on Friday after fourteen cracks were found."),
    ("bridge", "Cracks in a pier closed the Tarn bridge."),
    ("bridge", "The bridge over the Tarn has closed because of cracks found by engineers."),
    ("repairs", "Repairs to the Tarn bridge would cost $1,200,000, said Elena Markova."),
    ("repairs", "Acting Tarn Rail head Elena Markova said repairs would cost 1.2 million dollars."),
    ("repairs", "Nobody was hurt when the Tarn bridge closed."),
    ("repairs", "Some 40,000 vehicles a day use the Tarn bridge."),
    ("crash", "Three passengers were killed and twelve injured in a crash near Odell."),
    ("crash", "A crash near Odell on Tuesday killed 3 passengers, according to police."),
    ("crash", "Police said a crash near Odell injured 12."),
    ("crash", "Pavel Rusk, the driver, was arrested after the crash near Odell."),
    ("driver", "Prosecutor Anna Lind denied that signals had failed."),
    ("driver", "Lind, the prosecutor, denied the signals failed."),
    ("bank", "Varn Bank profit climbed 7% to 340 million euros in the third quarter."),
    ("bank", "Costs at Varn Bank fell by 5 percent."),
    ("bank", "Profit rose 7 percent at Varn Bank while costs dropped 5 percent."),
    ("jobs", "Ola Brandt said Varn Bank may cut 900 jobs."),
    ("jobs", "Varn Bank could cut 900 jobs next year, its chief executive said."),
    ("suit", "Norvia port sued shipbuilder Harlan over delays to two ferries."),
    ("suit", "Shipbuilder Harlan was sued by the port of Norvia over delays to ferries."),
    ("vote", "Parliament approved the budget by 61 votes to 39."),
    ("vote", "Ida Stone, the former mayor, welcomed the suit."),
    ("мост", "Инженеры нашли 14 трещин в южной опоре моста через Тарн, его закрыли в пятницу."),
    ("мост", "Мост через Тарн закрыт: найдено четырнадцать трещин."),
    ("мост", "В пятницу закрыли мост через реку Тарн."),
    ("мост", "Ремонт моста обойдётся в 1 200 000 рублей, сообщила Елена Маркова."),
    ("ремонт", "По мосту через Тарн проезжает около 40 000 машин в сутки."),
    ("ремонт", "При закрытии моста через Тарн никто не пострадал."),
    ("авария", "Под Оделлом в аварии погибли 3 пассажира."),
    ("авария", "В аварии под Оделлом 12 человек ранены, трое погибли."),
    ("авария", "После аварии под Оделлом задержан машинист Павел Руск."),
    ("прокурор", "Прокурор Линд опровергла отказ сигнализации."),
    ("прокурор", "Анна Линд опровергла сообщения о том, что сигнализация отказала."),
    ("банк", "Прибыль банка «Варн» в третьем квартале увеличилась на 7 процентов."),
    ("банк", "Расходы банка «Варн» снизились на 5%."),
    ("банк", "Прибыль «Варна» выросла до 340 миллионов евро."),
    ("места", "Банк «Варн» может сократить 900 рабочих мест, заявил Ола Брандт."),
    ("места", "Экс-министр финансов Лев Орлов раскритиковал решение банка."),
    ("суд", "Порт Норвия подал в суд на верфь «Харлан» из-за задержки паромов."),
    ("суд", "Парламент одобрил бюджет 61 голосом против 39."),
    ("суд", "Маск и SpaceX к делу отношения не имеют."),
    ("suit", "Delays to two ferries made Norvia sue Harlan on Monday."),
    ("jobs", "Brandt said the bank may cut jobs next year."),
    ("crash", "Twelve others were injured in the crash near Odell, police said."),
    ("места", "900 рабочих мест может сократить банк «Варн»."),
    ("vote", "The budget was approved by parliament."),
    ("авария", "Полиция сообщила о гибели трёх пассажиров в аварии под Оделлом."),
    ("суд", "Бюджет одобрен парламентом 61 голосом против 39."),
)

# Each sentence altered in one way, and in which.
FALSE = (
    ("number", "bridge", "Engineers found 41 cracks in the southern pier of the Tarn bridge."),
    ("number", "bridge", "The Tarn bridge was closed on Friday after fifteen cracks were found."),
    ("number", "repairs", "Repairs to the Tarn bridge would cost $12 million, said Elena Markova."),
    ("number", "repairs", "Some 14,000 vehicles a day use the Tarn bridge."),
    ("number", "crash", "A crash near Odell killed 12 passengers and injured 3 others on Tuesday."),
    ("number", "bank", "Varn Bank profit climbed 5% to 340 million euros in the third quarter."),
    ("number", "bank", "Profit rose 5 percent at Varn Bank while costs fell 7 percent."),
    ("number", "vote", "Parliament approved the budget by 39 votes to 61."),
    ("number", "bridge", "The Tarn bridge closed after more than 14 cracks were found in a pier."),
    ("number", "мост", "Инженеры нашли 15 трещин в южной опоре моста через Тарн."),
    ("number", "мост", "Ремонт моста обойдётся в 12 млн рублей, сообщила Елена Маркова."),
    ("number", "авария", "В аварии под Оделлом погибли двенадцать пассажиров, три человека ранены."),
    ("number", "банк", "Прибыль банка «Варн» выросла на 5%, расходы снизились на 7%."),
    ("number", "суд", "Парламент одобрил бюджет 39 голосами против 61."),
    ("unit", "repairs", "Repairs to the Tarn bridge would cost 1.2 million euros, said Elena Markova."),
    ("unit", "repairs", "Repairs to the Tarn bridge would cost $1.2 billion, said Elena Markova."),
    ("unit", "bank", "Varn Bank profit climbed 7 percentage points in the third quarter."),
    ("unit", "мост", "Ремонт моста обойдётся в 1,2 млн долларов, сообщила Елена Маркова."),
    ("unit", "мост", "Ремонт моста обойдётся в 1,2 млрд рублей, сообщила Елена Маркова."),
    ("unit", "банк", "Прибыль «Варна» выросла до 340 тысяч евро."),
    ("date", "bridge", "The Tarn bridge closed on Thursday after engineers found cracks."),
    ("date", "crash", "A crash near Odell killed 3 passengers on Monday, police said."),
    ("date", "bank", "Varn Bank profit climbed 7% to 340 million euros in the second quarter."),
    ("date", "мост", "В субботу закрыли мост через реку Тарн."),
    ("date", "банк", "Прибыль банка «Варн» в первом квартале выросла на 7 процентов."),
    ("name", "bridge", "The Marn bridge closed on Friday after engineers found 14 cracks."),
    ("name", "repairs", "Repairs to the Tarn bridge would cost $1.2 million, said Irina Markova."),
    ("name", "crash", "Three passengers were killed in a crash near Varn."),
    ("name", "crash", "Pavel Lind, the driver, was arrested after the crash near Odell."),
    ("name", "jobs", "Ola Brandt said Norvia Bank may cut 900 jobs."),
    ("name", "suit", "Odessa port sued shipbuilder Harlan over delays to two ferries."),
    ("name", "мост", "Мост через реку Варна закрыли в пятницу после обнаружения трещин."),
    ("name", "авария", "После аварии под Оделлом задержан машинист Пётр Руск."),
    ("name", "прокурор", "Прокурор Ольга Линд опровергла отказ сигнализации."),
    ("name", "суд", "Порт Норвия подал в суд на верфь «Марлин» из-за задержки паромов."),
    ("role", "repairs", "Elena Markova, the head of Tarn Rail, said repairs would cost $1.2 million."),
    ("role", "driver", "Judge Anna Lind denied that signals had failed."),
    ("role", "vote", "Mayor Ida Stone welcomed the suit."),
    ("role", "jobs", "Former chief executive Ola Brandt said the bank may cut 900 jobs."),
    ("role", "места", "Министр финансов Лев Орлов раскритиковал решение банка."),
    ("role", "прокурор", "Судья Анна Линд опровергла сообщения об отказе сигнализации."),
    ("role", "места", "Бывший президент банка Ола Брандт заявил, что банк может сократить 900 рабочих мест."),
    ("negation", "bridge", "The Tarn bridge did not close on Friday after engineers found cracks."),
    ("negation", "driver", "Prosecutor Anna Lind said that the signals had failed."),
    ("negation", "driver", "Prosecutor Anna Lind confirmed that the signals had failed."),
    ("negation", "repairs", "People were hurt at the Tarn bridge, said Tarn Rail."),
    ("negation", "vote", "Parliament did not approve the budget."),
    ("negation", "jobs", "Varn Bank will not cut 900 jobs, Ola Brandt said."),
    ("negation", "мост", "Мост через реку Тарн в пятницу не закрыли."),
    ("negation", "ремонт", "При закрытии моста через Тарн пострадали люди."),
    ("negation", "прокурор", "Прокурор Анна Линд подтвердила отказ сигнализации."),
    ("negation", "суд", "Маск и SpaceX имеют отношение к делу."),
    ("possibility", "jobs", "Varn Bank cut 900 jobs, Ola Brandt said."),
    ("possibility", "места", "Банк «Варн» сократил 900 рабочих мест, заявил Ола Брандт."),
    ("direction", "bank", "Varn Bank profit fell 7% to 340 million euros in the third quarter."),
    ("direction", "bank", "Costs at Varn Bank rose by 5 percent."),
    ("direction", "vote", "Parliament rejected the budget by 61 votes to 39."),
    ("direction", "crash", "Pavel Rusk, the driver, was released after the crash near Odell."),
    ("direction", "vote", "Former mayor Ida Stone criticised the suit."),
    ("direction", "bridge", "Engineers found 14 cracks in the northern pier of the Tarn bridge."),
    ("direction", "банк", "Прибыль банка «Варн» в третьем квартале упала на 7 процентов."),
    ("direction", "банк", "Расходы банка «Варн» выросли на 5%."),
    ("direction", "суд", "Парламент отклонил бюджет 61 голосом против 39."),
    ("direction", "авария", "После аварии под Оделлом машиниста Павла Руска освободили."),
    ("direction", "мост", "Инженеры нашли 14 трещин в северной опоре моста через Тарн."),
    ("subject", "vote", "Harlan welcomed the suit."),
    ("subject", "crash", "Police killed 3 passengers near Odell on Tuesday."),
    ("role", "vote", "Deputy mayor Ida Stone welcomed the suit."),
    ("direction", "bridge", "The Tarn bridge closed before engineers found 14 cracks in its southern pier."),
    ("subject", "vote", "Ida Stone approved the budget by 61 votes to 39."),
    ("subject", "crash", "Odell was arrested."),
    ("subject", "суд", "Верфь «Харлан» одобрила бюджет 61 голосом против 39."),
    ("subject", "мост", "Елена Маркова нашла 14 трещин в южной опоре моста."),
    ("subject", "suit", "Shipbuilder Harlan sued the port of Norvia over delays to two ferries."),
    ("subject", "suit", "The port of Norvia was sued by the shipbuilder Harlan over delays to two ferries."),
    ("subject", "driver", "Anna Lind, the driver, was arrested after the crash near Odell."),
    ("subject", "vote", "Ida Stone sued the shipbuilder Harlan over delays to two ferries."),
    ("subject", "суд", "Верфь «Харлан» подала в суд на порт Норвия из-за задержки двух паромов."),
    ("subject", "прокурор", "Машинист Анна Линд задержан после аварии под Оделлом."),
    ("subject", "места", "Лев Орлов заявил, что банк может сократить 900 рабочих мест."),
    ("addition", "bridge", "The Tarn bridge closed on Friday after an explosion damaged its foundations."),
    (
        "addition",
        "bridge",
        "The Tarn bridge closed on Friday, causing chaos and angry protests across the city.",
    ),
    (
        "addition",
        "crash",
        "A crash near Odell killed 3 passengers because the driver had been drinking vodka.",
    ),
    ("addition", "repairs", "Elena Markova said contractors had bribed inspectors to hide the cracks."),
    ("addition", "bank", "Varn Bank profit rose 7 percent thanks to cheap loans from foreign investors."),
    ("addition", "bridge", "The Tarn bridge, the largest in the country, closed on Friday."),
    (
        "addition",
        "crash",
        "A crash near Odell killed 3 passengers, sparking furious protests outside parliament.",
    ),
    ("addition", "места", "Банк «Варн» может сократить 900 рабочих мест, профсоюзы готовят забастовку."),
    ("number", "crash", "A crash near Odell killed 3 of its 12 passengers on Tuesday."),
    ("possibility", "jobs", "The bank cut 900 jobs."),
    ("addition", "мост", "Мост через реку Тарн закрыли в пятницу из-за теракта и угрозы взрыва."),
    (
        "addition",
        "авария",
        "В аварии под Оделлом погибли три пассажира, потому что машинист был пьян и уснул.",
    ),
    ("addition", "банк", "Прибыль банка «Варн» выросла благодаря дешёвым кредитам иностранных инвесторов."),
    ("addition", "места", "Ола Брандт заявил, что банк впервые может сократить 900 рабочих мест."),
)
