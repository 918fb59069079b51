"""Words that the alterations exchange, written without a look at those the gate knows."""

from __future__ import annotations

HEDGES = {
    "en": (
        (r"\b(?:may|might|could|would) (?:be|have been) ", "was "),
        (r"\b(?:may|might|could) have ", "had "),
        (r"\b(?:reportedly|allegedly|possibly|probably|perhaps) ", ""),
        (
            r"\b(?:plans?|(?:is|are) planning|hopes?|intends|wants|(?:is|are) expected) to (\w+)",
            "PAST",
        ),
        (r"\b(?:may|might|could) (?!not|have|be)(\w+)", "PAST"),
    ),
    "ru": (
        (r"\b(?:возможно|вероятно|предположительно|якобы),? ", ""),
        (
            r"\b(?:может|могут|планиру[ею]т|намерен[аы]?|собира[ею]тся|хочет|хотят) (\w+ть(?:ся)?)\b",
            "PAST",
        ),
    ),
}
OFFICES = {
    "en": (
        "president", "minister", "governor", "mayor", "senator", "spokesman", "spokeswoman", "chairman",
        "director", "secretary", "ambassador", "prosecutor", "judge", "lawyer", "professor", "coach",
        "captain",
    ),
    "ru": (
        "президент", "министр", "губернатор", "мэр", "сенатор", "депутат", "председатель", "директор",
        "секретарь", "посол", "прокурор", "судья", "адвокат", "профессор", "тренер", "капитан", "генерал",
    ),
}  # fmt: skip
QUALIFIERS = {
    "en": ("former ", "acting ", "deputy ", "ex-"),
    "ru": ("бывший ", "экс-", "вице-", "заместитель "),
}
UNITS = {
    "en": (
        "million|billion", "billion|trillion", "thousand|million", "percent|percentage points", "km|miles",
        "miles|kilometres", "kilometres|miles", "hours|days", "days|weeks", "weeks|months", "months|years",
        "years|months", "minutes|hours", "euros|dollars", "dollars|euros", "pounds|dollars",
        "tonnes|kilograms", "feet|metres", "degrees|percent",
    ),
    "ru": (
        "млн|млрд", "млрд|млн", "тысяч|миллионов", "тыс|млн", "миллионов|миллиардов", "миллиардов|миллионов",
        "процентов|процентных пунктов", "рублей|долларов", "долларов|рублей", "евро|долларов", "часов|дней",
        "дней|недель", "недель|месяцев", "месяцев|лет", "лет|месяцев", "минут|часов", "километров|метров",
        "метров|километров", "км|миль", "тонн|килограммов", "градусов|процентов",
    ),
}  # fmt: skip
DATES = {
    "en": (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "January February March April June July August September October November December",
        "2014 2015 2016 2017 2018 2019 2020 2021 2022 2023",
        "first second third fourth fifth sixth",
    ),
    "ru": (
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
        "2014 2015 2016 2017 2018 2019 2020 2021 2022 2023",
        "первый второй третий четвертый пятый", "первого второго третьего четвертого пятого",
        "первом втором третьем четвертом пятом", "первая вторая третья четвертая пятая",
    ),
}  # fmt: skip
# Words of one form whose exchange turns a sentence into its contrary; each pair is turned both ways.
CONTRARIES = {
    "en": """
rose fell|rise fall|rises falls|rising falling|increased decreased|increase decrease|gains losses
gained lost|won lost|wins loses|win lose|winning losing|opened closed|open close|opening closing
opens closes|started ended|begins ends|began ended|launched cancelled|starts stops|start end
approved rejected|approves rejects|accepted refused|backed opposed|supports opposes|support oppose
supporters opponents|confirmed denied|confirms denies|admitted denied|arrested released|detained freed
allowed banned|allow ban|allows bans|legal illegal|bought sold|buy sell|buying selling|joined left
joins leaves|hired fired|appointed dismissed|raised lowered|raise lower|higher lower|highest lowest
more fewer|more less|most least|above below|before after|first last|largest smallest|biggest smallest
best worst|better worse|early late|earlier later|north south|northern southern|east west|eastern western
men women|man woman|boys girls|boy girl|son daughter|father mother|brother sister|husband wife
morning evening|day night|positive negative|guilty innocent|import export|imports exports|strong weak
stronger weaker|success failure|succeeded failed|tightened eased|easing tightening|lifted imposed
survived died|alive dead|safe dangerous|profit loss|surplus deficit|public private|young old
younger older|hot cold|rich poor|victory defeat|praised criticised|praises slams|left right|attack defend
attacked defended|strengthened weakened|improved worsened|accelerated slowed|extended shortened|peace war
include exclude|majority minority|domestic foreign|new old|long short|easy difficult|with without
""",
    "ru": """
выросла упала|вырос упал|выросло упало|выросли упали|увеличилось сократилось|увеличилась снизилась
увеличился снизился|увеличили сократили|повысили понизили|повысил понизил|повышение снижение|рост падение
роста падения|росте падении|увеличение уменьшение|увеличения сокращения|увеличению сокращению|выше ниже
больше меньше|более менее|открыли закрыли|открыл закрыл|открылся закрылся|открытие закрытие
открытия закрытия|откроют закроют|начали завершили|начал завершил|началась завершилась|начался закончился
начало завершение|начала конца|одобрил отклонил|одобрили отклонили|поддержал осудил|поддержали осудили
поддержала осудила|подтвердил опроверг|подтвердили опровергли|подтвердила опровергла|разрешили запретили
разрешил запретил|задержали освободили|задержан освобожден|арестовали отпустили|купил продал
купили продали|покупку продажу|покупки продажи|выиграл проиграл|выиграла проиграла|победил проиграл
победу поражение|победа поражение|победы поражения|назначил уволил|назначили уволили|вступил вышел
ужесточил смягчил|ужесточение смягчение|ужесточили смягчили|ввели отменили|ввел отменил|введение отмена
лучше хуже|лучший худший|улучшение ухудшение|первый последний|крупнейший мельчайший|севере юге|север юг
северной южной|восточной западной|востоке западе|мужчина женщина|мужчины женщины|мужчину женщину|сын дочь
сына дочь|отец мать|брат сестра|муж жена|мужа жену|утром вечером|днем ночью|ночью днем
положительный отрицательный|импорт экспорт|импорта экспорта|прибыль убыток|до после|раньше позже
погибли выжили|умер выжил|сильный слабый|высокий низкий|высокая низкая|молодой пожилой|новый старый
новая старая|новые старые|жаркая холодная|тепло холодно|похвалил раскритиковал|покинул возглавил
вошел вышел|вернулся уехал|построили снесли|построят снесут|внутренний внешний|государственный частный
усилил ослабил|укрепился ослаб|подорожал подешевел|подорожали подешевели|легко трудно|дорогой дешевый
большинство меньшинство|сторонники противники|нападение защита|успех провал
""",
}
