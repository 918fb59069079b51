"""Invented articles with claims about them in the other language: true ones, and each altered in one way.

Half of the articles were kept unseen while the checks were made (`HELD_BACK`, drawn by a seed).
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """A true claim about an article, and the same altered in one way."""

    kind: str
    true: str
    false: str


@dataclass(frozen=True)
class Covered:
    """An article in one language, and pairs of claims about it in the other."""

    key: str
    lang: str
    title: str
    body: str
    pairs: tuple[Pair, ...]


_FIRE = Covered(
    "fire",
    "ru",
    "В Старомостье сгорел склад мебельной фабрики, пострадали семь рабочих",
    (
        "Пожар на складе мебельной фабрики «Лесная» в Старомостье начался в ночь на вторник, сообщило "
        "областное управление МЧС. Огонь уничтожил 2400 квадратных метров, пострадали семь рабочих, двое из "
        "них в тяжёлом состоянии. Погибших нет. Тушили пожар 64 спасателя, на это ушло девять часов. "
        "Директор фабрики Глеб Тарханов оценил ущерб в 180 млн рублей. По его словам, производство не "
        "остановят: заказы передадут на второй завод компании в Каменке. Прокурор области Вера Синицына "
        "заявила, что пожарная сигнализация на складе не работала с марта. Следователи задержали бывшего "
        "начальника охраны склада Олега Дрягина. Он отрицает свою вину."
    ),
    (
        Pair(
            "number",
            "Seven workers were injured in a fire at a furniture factory's warehouse in Staromostye.",
            "Nine workers were injured in a fire at a furniture factory's warehouse in Staromostye.",
        ),
        Pair(
            "unit",
            "Factory director Gleb Tarkhanov put the damage at 180 million rubles.",
            "Factory director Gleb Tarkhanov put the damage at 180 million dollars.",
        ),
        Pair(
            "role",
            "Investigators detained Oleg Dryagin, the former head of security at the warehouse.",
            "Investigators detained Oleg Dryagin, the deputy head of security at the warehouse.",
        ),
        Pair(
            "source",
            "Prosecutor Vera Sinitsyna said the fire alarm at the warehouse had not worked since March.",
            "Director Gleb Tarkhanov said the fire alarm at the warehouse had not worked since March.",
        ),
        Pair(
            "negation",
            "Nobody died in the warehouse fire, and the factory will not stop production.",
            "The factory will stop production after the warehouse fire.",
        ),
        Pair(
            "addition",
            "Firefighters needed nine hours to put out the fire, which destroyed 2,400 square metres.",
            (
                "Firefighters needed nine hours to put out the fire, which arsonists hired by a rival had "
                "started."
            ),
        ),
    ),
)
_RATE = Covered(
    "rate",
    "ru",
    "Центробанк Верхории снизил ставку до 9,5% впервые за два года",
    (
        "Центральный банк Верхории в пятницу снизил ключевую ставку на полпроцентного пункта, до 9,5%. Это "
        "первое снижение за два года. Инфляция в мае замедлилась до 6,1% с 7,4% в апреле. Председатель банка "
        "Марина Зольская сказала, что регулятор может продолжить смягчение политики в сентябре, если цены на "
        "топливо не вырастут. Министр финансов Артур Бельский приветствовал решение. Глава союза "
        "промышленников Игнат Рубцов назвал его запоздалым и потребовал ставки не выше 7%. Национальная "
        "валюта, крона, после объявления подешевела на 1,2% к доллару. Прогноз роста экономики банк сохранил "
        "на уровне 2%."
    ),
    (
        Pair(
            "number",
            "Inflation in Verkhoria slowed to 6.1 percent in May from 7.4 percent in April.",
            "Inflation in Verkhoria slowed to 5.1 percent in May from 7.4 percent in April.",
        ),
        Pair(
            "date",
            "The central bank of Verkhoria cut its key rate on Friday to 9.5 percent.",
            "The central bank of Verkhoria cut its key rate on Monday to 9.5 percent.",
        ),
        Pair(
            "direction",
            "The krona weakened 1.2% against the dollar after the announcement.",
            "The krona strengthened 1.2% against the dollar after the announcement.",
        ),
        Pair(
            "negation",
            "Marina Zolskaya said the bank may continue easing in September if fuel prices do not rise.",
            "Marina Zolskaya said the bank will not continue easing in September if fuel prices do not rise.",
        ),
        Pair(
            "subject",
            "Finance minister Artur Belsky welcomed the decision, while Ignat Rubtsov called it belated.",
            "Ignat Rubtsov welcomed the decision, while finance minister Artur Belsky called it belated.",
        ),
        Pair(
            "name",
            "Ignat Rubtsov, head of the union of industrialists, demanded a rate no higher than 7%.",
            "Anton Kleshchev, head of the union of industrialists, demanded a rate no higher than 7%.",
        ),
    ),
)
_COURT = Covered(
    "court",
    "ru",
    "Бывший вице-губернатор Приозерья получил шесть лет за взятку",
    (
        "Городской суд Светлогорья приговорил бывшего вице-губернатора Приозерья Руслана Кадырина к шести "
        "годам колонии за взятку в 14 млн рублей. Приговор огласили 12 марта. Суд признал, что чиновник "
        "получил деньги от строительной компании «Волна» за контракт на ремонт набережной. Прокуратура "
        "просила восемь лет. Адвокат Лидия Гречко сообщила, что защита обжалует приговор. Сам Кадырин вину "
        "не признал. Предприниматель Семён Буров, передавший деньги, освобождён от ответственности, так как "
        "помог следствию. Губернатор Павел Остроумов отказался комментировать решение суда. У осуждённого "
        "конфискованы две квартиры и катер."
    ),
    (
        Pair(
            "number",
            "A court sentenced former vice-governor Ruslan Kadyrin to six years in prison for a bribe.",
            "A court sentenced former vice-governor Ruslan Kadyrin to eight years in prison for a bribe.",
        ),
        Pair(
            "date",
            "The verdict against Ruslan Kadyrin was announced on 12 March.",
            "The verdict against Ruslan Kadyrin was announced on 21 March.",
        ),
        Pair(
            "negation",
            "Ruslan Kadyrin did not admit his guilt.",
            "Ruslan Kadyrin admitted his guilt.",
        ),
        Pair(
            "subject",
            (
                "Businessman Semyon Burov, who handed over the money, was freed because he helped the "
                "investigation."
            ),
            (
                "Lawyer Lidia Grechko, who handed over the money, was freed because she helped the "
                "investigation."
            ),
        ),
        Pair(
            "name",
            "Governor Pavel Ostroumov refused to comment on the court's decision.",
            "Governor Kirill Ostroumov refused to comment on the court's decision.",
        ),
        Pair(
            "addition",
            "Two flats and a motorboat were confiscated from the convicted official.",
            (
                "Two flats and a motorboat were confiscated from the convicted official, and his wife fled "
                "abroad."
            ),
        ),
    ),
)
_MATCH = Covered(
    "match",
    "ru",
    "«Заря» обыграла «Северный» и вышла в финал Кубка Долины",
    (
        "Футбольный клуб «Заря» из Речного обыграл «Северный» со счётом 2:1 и вышел в финал Кубка Долины. "
        "Матч в субботу посмотрели 18 300 зрителей. Оба мяча у победителей забил нападающий Тимур Асланов, "
        "второй — на 88-й минуте. За «Северный» отличился Ян Ковальчук. Главный тренер «Зари» Борис Летов "
        "сказал, что команда заслужила победу, хотя первый тайм провела слабо. Вратарь «Северного» Матвей "
        "Ильин получил травму колена и пропустит остаток сезона. Финал пройдёт 7 июня в Речном. Соперником "
        "«Зари» станет победитель пары «Маяк» — «Горняк»."
    ),
    (
        Pair(
            "number",
            "Zarya beat Severny 2-1 and reached the final of the Valley Cup.",
            "Zarya beat Severny 3-1 and reached the final of the Valley Cup.",
        ),
        Pair(
            "name",
            "Forward Timur Aslanov scored both goals for Zarya, the second in the 88th minute.",
            "Forward Denis Aslanov scored both goals for Zarya, the second in the 88th minute.",
        ),
        Pair(
            "subject",
            "Zarya beat Severny in front of 18,300 spectators.",
            "Severny beat Zarya in front of 18,300 spectators.",
        ),
        Pair(
            "date",
            "The final will be played in Rechnoye on 7 June.",
            "The final will be played in Rechnoye on 7 July.",
        ),
        Pair(
            "role",
            "Goalkeeper Matvei Ilyin of Severny injured his knee and will miss the rest of the season.",
            "Coach Matvei Ilyin of Severny injured his knee and will miss the rest of the season.",
        ),
        Pair(
            "direction",
            "Coach Boris Letov said that Zarya deserved the victory.",
            "Coach Boris Letov said that Zarya deserved the defeat.",
        ),
    ),
)
_STORM = Covered(
    "storm",
    "ru",
    "Шторм оставил без света 130 тысяч жителей побережья",
    (
        "Из-за шторма на Янтарном побережье без электричества остались около 130 тысяч человек, сообщило "
        "министерство энергетики. Порывы ветра достигали 34 метров в секунду. В посёлке Дюнное упавшее "
        "дерево убило 52-летнего мужчину, ещё четыре человека госпитализированы. Порт Янтарный закрыт до "
        "четверга, отменены 27 рейсов в аэропорту. Синоптик Алла Вересова предупредила, что ветер ослабнет "
        "не раньше вечера среды. Мэр Янтарного Юрий Гладков закрыл школы и попросил жителей не выходить из "
        "дома. Власти опровергли слухи об эвакуации города. Энергетики обещают восстановить подачу "
        "электричества в течение двух суток."
    ),
    (
        Pair(
            "number",
            "A storm left about 130,000 people on the Amber coast without electricity.",
            "A storm left about 310,000 people on the Amber coast without electricity.",
        ),
        Pair(
            "unit",
            "Gusts of wind reached 34 metres per second.",
            "Gusts of wind reached 34 kilometres per hour.",
        ),
        Pair(
            "source",
            "Forecaster Alla Veresova warned that the wind would not weaken before Wednesday evening.",
            "Mayor Yuri Gladkov warned that the wind would not weaken before Wednesday evening.",
        ),
        Pair(
            "negation",
            "The authorities denied rumours that the city would be evacuated.",
            "The authorities confirmed that the city would be evacuated.",
        ),
        Pair(
            "date",
            "The port of Yantarny is closed until Thursday, and 27 flights were cancelled.",
            "The port of Yantarny is closed until Friday, and 27 flights were cancelled.",
        ),
        Pair(
            "direction",
            "Mayor Yuri Gladkov closed the schools and asked residents to stay at home.",
            "Mayor Yuri Gladkov opened the schools and asked residents to stay at home.",
        ),
    ),
)
_VACCINE = Covered(
    "vaccine",
    "ru",
    "Учёные Нагорья испытали вакцину от клещевой лихорадки",
    (
        "Институт вирусологии в Нагорске завершил испытания вакцины от клещевой лихорадки. В них участвовали "
        "1 260 добровольцев в возрасте от 18 до 60 лет. По данным института, препарат защитил 83% привитых, "
        "тяжёлых побочных эффектов не выявлено. Руководитель исследования профессор Нина Арбатова "
        "рассчитывает, что вакцину зарегистрируют к концу года. Независимый эксперт Марк Либман предостерёг, "
        "что срок наблюдения, три месяца, слишком короткий. Министерство здравоохранения планирует закупить "
        "400 тысяч доз по 950 рублей. Заместитель министра Олег Чистов сказал, что прививка будет "
        "добровольной. В прошлом году в стране лихорадкой заболели 2 900 человек, 41 умер."
    ),
    (
        Pair(
            "number",
            "The vaccine protected 83 percent of those vaccinated, according to the institute.",
            "The vaccine protected 93 percent of those vaccinated, according to the institute.",
        ),
        Pair(
            "unit",
            "Independent expert Mark Libman warned that three months of observation was too short.",
            "Independent expert Mark Libman warned that three weeks of observation was too short.",
        ),
        Pair(
            "role",
            "Deputy minister Oleg Chistov said that vaccination would be voluntary.",
            "Minister Oleg Chistov said that vaccination would be voluntary.",
        ),
        Pair(
            "source",
            "Professor Nina Arbatova expects the vaccine to be registered by the end of the year.",
            "Deputy minister Oleg Chistov expects the vaccine to be registered by the end of the year.",
        ),
        Pair(
            "addition",
            "Last year 2,900 people in the country fell ill with the fever and 41 died.",
            (
                "Last year 2,900 people in the country fell ill with the fever, most of them tourists from "
                "abroad."
            ),
        ),
        Pair(
            "negation",
            "No severe side effects were found in the trials of the vaccine.",
            "Severe side effects were found in the trials of the vaccine.",
        ),
    ),
)
_VOTE = Covered(
    "vote",
    "ru",
    "Оппозиция победила на выборах в парламент Камарии",
    (
        "Оппозиционный блок «Новый путь» победил на парламентских выборах в Камарии, набрав 46,3% голосов, "
        "сообщила избирательная комиссия после подсчёта всех бюллетеней. Правящая Народная партия получила "
        "38,9%. Явка составила 71%. Лидер блока Дана Мерсова заявила, что начнёт переговоры о коалиции с "
        "аграриями. Президент Тодор Ранков признал поражение своей партии и поздравил Мерсову. Наблюдатели "
        "Европейского союза не нашли серьёзных нарушений. Действующий премьер-министр Илья Градов останется "
        "на посту до июля. Новый парламент соберётся 3 июля. Аналитики ждут повышения пенсий, которое «Новый "
        "путь» обещал избирателям."
    ),
    (
        Pair(
            "number",
            (
                "The opposition bloc New Path won Kamaria's parliamentary election with 46.3 percent of the "
                "vote."
            ),
            (
                "The opposition bloc New Path won Kamaria's parliamentary election with 38.9 percent of the "
                "vote."
            ),
        ),
        Pair(
            "role",
            "President Todor Rankov conceded his party's defeat and congratulated Dana Mersova.",
            "Prime minister Todor Rankov conceded his party's defeat and congratulated Dana Mersova.",
        ),
        Pair(
            "subject",
            "Dana Mersova said she would begin coalition talks with the agrarians.",
            "Ilya Gradov said he would begin coalition talks with the agrarians.",
        ),
        Pair(
            "direction",
            "The opposition won the parliamentary election in Kamaria.",
            "The opposition lost the parliamentary election in Kamaria.",
        ),
        Pair(
            "source",
            "European Union observers found no serious violations.",
            "United Nations observers found no serious violations.",
        ),
        Pair(
            "unit",
            "Turnout was 71 percent.",
            "Turnout was 71 thousand.",
        ),
    ),
)
_STRIKE = Covered(
    "strike",
    "ru",
    "Шахтёры «Рудника» прекратили забастовку после уступок компании",
    (
        "Шахтёры компании «Рудник» в Белокаменске в понедельник прекратили забастовку, которая длилась 16 "
        "дней. Компания согласилась повысить зарплаты на 11% и восстановить на работе 35 уволенных. Профсоюз "
        "требовал 20%. Председатель профсоюза Фёдор Малыгин назвал соглашение справедливым. Генеральный "
        "директор «Рудника» Станислав Перов сообщил, что забастовка обошлась компании в 420 млн рублей, но "
        "добыча полностью восстановится к 1 августа. Акции «Рудника» выросли на 4%. Трудовая инспекция "
        "продолжает проверку безопасности на шахте «Глубокая», где в апреле погиб горняк. Министр труда "
        "Ольга Каширина участвовала в переговорах."
    ),
    (
        Pair(
            "number",
            "The company agreed to raise wages by 11% and to reinstate 35 dismissed workers.",
            "The company agreed to raise wages by 20% and to reinstate 35 dismissed workers.",
        ),
        Pair(
            "unit",
            "The miners' strike in Belokamensk lasted 16 days.",
            "The miners' strike in Belokamensk lasted 16 weeks.",
        ),
        Pair(
            "name",
            "Union chairman Fyodor Malygin called the agreement fair.",
            "Union chairman Fyodor Sobinov called the agreement fair.",
        ),
        Pair(
            "direction",
            "Shares of Rudnik rose 4 percent.",
            "Shares of Rudnik fell 4 percent.",
        ),
        Pair(
            "subject",
            "Labour minister Olga Kashirina took part in the negotiations.",
            "Labour minister Olga Kashirina took part in the strike.",
        ),
        Pair(
            "addition",
            "Miners at Rudnik ended their strike on Monday.",
            "Miners at Rudnik ended their strike on Monday and elected a new union leader.",
        ),
    ),
)
_FLOOD = Covered(
    "flood",
    "en",
    "Five dead as river Arden floods three towns in Morwick county",
    (
        "Five people died and more than 3,000 were evacuated after the river Arden burst its banks on "
        "Sunday, flooding three towns in Morwick county, officials said. The water rose 4.2 metres in six "
        "hours, the highest level since 1974. Two people are still missing in the town of Helby. Governor "
        "Susan Crane declared a state of emergency and asked the federal government for 60 million dollars "
        "in aid. Army engineers rebuilt a bridge at Stowe on Monday. The county's emergency chief, Neil "
        'Garrow, denied that warnings had come too late. "Nobody could have foreseen this," he said. '
        "Insurers expect claims of at least $200 million. Rain is forecast to stop by Wednesday."
    ),
    (
        Pair(
            "number",
            "Пять человек погибли в результате наводнения на реке Арден в округе Морвик.",
            "Шесть человек погибли в результате наводнения на реке Арден в округе Морвик.",
        ),
        Pair(
            "unit",
            "Вода поднялась на 4,2 метра за шесть часов.",
            "Вода поднялась на 4,2 метра за шесть дней.",
        ),
        Pair(
            "role",
            "Губернатор Сьюзан Крейн объявила чрезвычайное положение.",
            "Мэр Сьюзан Крейн объявила чрезвычайное положение.",
        ),
        Pair(
            "negation",
            "Нил Гэрроу отрицает, что предупреждения пришли слишком поздно.",
            "Нил Гэрроу признал, что предупреждения пришли слишком поздно.",
        ),
        Pair(
            "addition",
            "Военные инженеры восстановили мост в Стоу в понедельник.",
            "Военные инженеры восстановили мост в Стоу в понедельник и начали строить новую дамбу у столицы.",
        ),
        Pair(
            "subject",
            "Сьюзан Крейн попросила у федерального правительства 60 млн долларов помощи.",
            "Нил Гэрроу попросил у федерального правительства 60 млн долларов помощи.",
        ),
    ),
)
_MERGER = Covered(
    "merger",
    "en",
    "Skyline Air to buy rival Norjet for 2.4 billion euros",
    (
        "Skyline Air has agreed to buy its smaller rival Norjet for 2.4 billion euros in cash, the two "
        "airlines said on Thursday. The deal would create the continent's fourth largest carrier, with 310 "
        "aircraft and 48,000 employees. Norjet shares jumped 22 percent, while those of Skyline fell 3 "
        "percent. Skyline chief executive Maria Holt said no jobs would be cut before 2033. The pilots' "
        "union said it would oppose any change to contracts. The European Commission must still approve the "
        "purchase; its competition commissioner, Jan Verhoek, said the review would take at least five "
        "months. Norjet lost 190 million euros last year after fuel costs rose sharply. Norjet founder Karl "
        "Lund will leave the board."
    ),
    (
        Pair(
            "number",
            "Авиакомпания Skyline Air купит конкурента Norjet за 2,4 млрд евро.",
            "Авиакомпания Skyline Air купит конкурента Norjet за 4,2 млрд евро.",
        ),
        Pair(
            "unit",
            "В прошлом году Norjet потеряла 190 млн евро.",
            "В прошлом году Norjet потеряла 190 млн долларов.",
        ),
        Pair(
            "direction",
            "Акции Norjet подскочили на 22%, а акции Skyline упали на 3%.",
            "Акции Norjet упали на 22%, а акции Skyline подскочили на 3%.",
        ),
        Pair(
            "name",
            "Основатель Norjet Карл Лунд покинет совет директоров.",
            "Основатель Norjet Эрик Лунд покинет совет директоров.",
        ),
        Pair(
            "subject",
            "Skyline Air договорилась о покупке Norjet.",
            "Norjet договорилась о покупке Skyline Air.",
        ),
        Pair(
            "source",
            "Еврокомиссар по конкуренции Ян Верхук заявил, что проверка займёт не менее пяти месяцев.",
            "Глава Skyline Мария Холт заявила, что проверка займёт не менее пяти месяцев.",
        ),
    ),
)
_THEFT = Covered(
    "theft",
    "en",
    "Thieves steal 17th-century painting from museum in Ostdorf",
    (
        "Thieves broke into the city museum of Ostdorf early on Wednesday and stole a 17th-century painting "
        "by Pieter Waal valued at 8 million euros, police said. The alarm rang at 3:40, but the guards "
        "needed eleven minutes to arrive. Two men in masks are seen on a recording. Museum director Ilse "
        "Brandt said the picture was not insured. Detective Tomas Reuter said investigators had found the "
        "burnt car of the thieves near the motorway. Nobody has been arrested. The museum will stay closed "
        "until Saturday. Two years ago the city council rejected the museum's request for new cameras. "
        "Former director Otto Kessel called the theft a disgrace."
    ),
    (
        Pair(
            "number",
            "Охране понадобилось одиннадцать минут, чтобы приехать после сигнала тревоги.",
            "Охране понадобилось семнадцать минут, чтобы приехать после сигнала тревоги.",
        ),
        Pair(
            "date",
            "Музей в Остдорфе останется закрытым до субботы.",
            "Музей в Остдорфе останется закрытым до вторника.",
        ),
        Pair(
            "role",
            "Бывший директор Отто Кессель назвал кражу позором.",
            "Директор Отто Кессель назвал кражу позором.",
        ),
        Pair(
            "negation",
            "Директор музея Ильзе Брандт сообщила, что картина не была застрахована.",
            "Директор музея Ильзе Брандт сообщила, что картина была застрахована.",
        ),
        Pair(
            "direction",
            "Городской совет отклонил просьбу музея о новых камерах.",
            "Городской совет одобрил просьбу музея о новых камерах.",
        ),
        Pair(
            "source",
            "Следователь Томас Ройтер сообщил, что найдена сгоревшая машина воров.",
            "Директор музея Ильзе Брандт сообщила, что найдена сгоревшая машина воров.",
        ),
    ),
)
_TRIAL = Covered(
    "trial",
    "en",
    "Jury acquits doctor accused of poisoning patients in Carrow",
    (
        "A jury in Carrow on Tuesday acquitted doctor Alan Prewitt of poisoning three patients at St Brigid "
        "hospital in 2028. The jurors deliberated for four days. Prosecutor Helen Dace had demanded life "
        "imprisonment. Prewitt's lawyer, Samuel Orr, said his client would sue the police for 1.5 million "
        "pounds. Nurse Joan Tilley, the main witness, withdrew her statement in April. The hospital "
        "dismissed Prewitt after his arrest and has not offered him his job back. The families of the "
        "patients said they were disappointed. Judge Arthur Kemp criticised the investigation as careless. A "
        "new inquiry will be opened in June."
    ),
    (
        Pair(
            "direction",
            "Присяжные оправдали врача Алана Прюитта, обвинявшегося в отравлении трёх пациентов.",
            "Присяжные признали виновным врача Алана Прюитта, обвинявшегося в отравлении трёх пациентов.",
        ),
        Pair(
            "number",
            "Присяжные совещались четыре дня.",
            "Присяжные совещались пять дней.",
        ),
        Pair(
            "date",
            "Новое расследование начнётся в июне.",
            "Новое расследование начнётся в августе.",
        ),
        Pair(
            "subject",
            "Медсестра Джоан Тилли отказалась от своих показаний в апреле.",
            "Прокурор Хелен Дейс отказалась от своих показаний в апреле.",
        ),
        Pair(
            "name",
            "Судья Артур Кемп раскритиковал расследование.",
            "Судья Артур Милтон раскритиковал расследование.",
        ),
        Pair(
            "addition",
            "Адвокат Сэмюэл Орр сообщил, что его клиент подаст в суд на полицию.",
            "Адвокат Сэмюэл Орр сообщил, что его клиент подаст в суд на полицию и уедет работать в Канаду.",
        ),
    ),
)
_VOLCANO = Covered(
    "volcano",
    "en",
    "Scientists record strongest tremors under Mount Kesro in 40 years",
    (
        "Geologists have recorded more than 900 tremors under the volcano Mount Kesro since Monday, the "
        "strongest activity in 40 years, the observatory in Valdemar said. The largest reached magnitude "
        "4.8. Observatory head Lucia Ferrand said an eruption was possible within weeks but not certain. "
        "About 12,000 people live within 10 kilometres of the crater. The government has raised the alert "
        "level from yellow to orange and closed two roads. It has not ordered an evacuation. Mayor Rui "
        "Santos of Porto Kesro said that 30 buses were ready. The last eruption, in 1991, killed 86 people. "
        "Hotel owners complained that tourists were leaving the island."
    ),
    (
        Pair(
            "number",
            "Под вулканом Кесро с понедельника зафиксировано более 900 толчков.",
            "Под вулканом Кесро с понедельника зафиксировано более 600 толчков.",
        ),
        Pair(
            "unit",
            "В пределах 10 километров от кратера живут около 12 тысяч человек.",
            "В пределах 10 миль от кратера живут около 12 тысяч человек.",
        ),
        Pair(
            "negation",
            "Правительство не объявляло эвакуацию.",
            "Правительство объявило эвакуацию.",
        ),
        Pair(
            "direction",
            "Власти повысили уровень опасности с жёлтого до оранжевого.",
            "Власти понизили уровень опасности с жёлтого до оранжевого.",
        ),
        Pair(
            "source",
            "Мэр Порту-Кесро Руи Сантуш сообщил, что 30 автобусов готовы.",
            "Глава обсерватории Лусия Ферран сообщила, что 30 автобусов готовы.",
        ),
        Pair(
            "date",
            "Последнее извержение в 1991 году унесло жизни 86 человек.",
            "Последнее извержение в 1981 году унесло жизни 86 человек.",
        ),
    ),
)
_BORDER = Covered(
    "border",
    "en",
    "Lothia and Brenn agree to reopen border after eleven years",
    (
        "Lothia and Brenn agreed on Friday to reopen their border, which has been closed since 2020, after "
        "talks in Geneva led by United Nations envoy Amira Haddad. Three crossings will open on 1 October. "
        "Foreign minister Viktor Stahl of Lothia called the agreement historic. Brenn will withdraw 1,500 "
        "soldiers from the valley of Ruen. In return Lothia will supply Brenn with gas at a lower price "
        "until 2036. Opposition leader Petra Novak said that the government of Lothia had given away too "
        "much. Parliament in Brenn must still ratify the treaty; a vote is planned for August. Trade between "
        "the two countries fell from 900 million dollars to 40 million after the closure."
    ),
    (
        Pair(
            "number",
            "Бренн выведет 1500 солдат из долины Руэн.",
            "Бренн выведет 2500 солдат из долины Руэн.",
        ),
        Pair(
            "date",
            "Три пункта пропуска откроются 1 октября.",
            "Три пункта пропуска откроются 1 ноября.",
        ),
        Pair(
            "role",
            "Министр иностранных дел Лотии Виктор Шталь назвал соглашение историческим.",
            "Президент Лотии Виктор Шталь назвал соглашение историческим.",
        ),
        Pair(
            "subject",
            "Лотия будет поставлять Бренну газ по сниженной цене до 2036 года.",
            "Бренн будет поставлять Лотии газ по сниженной цене до 2036 года.",
        ),
        Pair(
            "direction",
            "Торговля между двумя странами упала с 900 млн долларов до 40 млн.",
            "Торговля между двумя странами выросла с 900 млн долларов до 40 млн.",
        ),
        Pair(
            "name",
            "Переговоры в Женеве вела посланница ООН Амира Хаддад.",
            "Переговоры в Женеве вела посланница ООН Лейла Хаддад.",
        ),
    ),
)
_TENNIS = Covered(
    "tennis",
    "en",
    "Teenager Kaya Lindqvist stuns top seed to win Marlow Open",
    (
        "Eighteen-year-old Kaya Lindqvist beat top seed Elena Borsova 6-4, 7-5 on Saturday to win the Marlow "
        "Open, her first title. Lindqvist, ranked 94th in the world, saved two set points in the second set. "
        "She will receive 350,000 dollars. Borsova, who had not lost a match since March, complained of pain "
        "in her shoulder but refused to call it an excuse. Lindqvist's coach, former champion Mats Ekberg, "
        "said she could become one of the ten best players within a year. In the men's final on Sunday Diego "
        "Ramos will meet Paul Achterberg. About 9,000 people watched the match. Lindqvist will not play in "
        "Paris next month because of school exams."
    ),
    (
        Pair(
            "number",
            "Кая Линдквист обыграла Елену Борсову со счётом 6:4, 7:5.",
            "Кая Линдквист обыграла Елену Борсову со счётом 6:4, 7:6.",
        ),
        Pair(
            "role",
            "Тренер Линдквист, бывший чемпион Матс Экберг, сказал, что она может войти в десятку лучших.",
            "Отец Линдквист, действующий чемпион Матс Экберг, сказал, что она может войти в десятку лучших.",
        ),
        Pair(
            "subject",
            "Линдквист обыграла Борсову в финале турнира.",
            "Борсова обыграла Линдквист в финале турнира.",
        ),
        Pair(
            "unit",
            "Линдквист получит 350 тысяч долларов.",
            "Линдквист получит 350 тысяч евро.",
        ),
        Pair(
            "negation",
            "Линдквист не сыграет в Париже в следующем месяце из-за школьных экзаменов.",
            "Линдквист сыграет в Париже в следующем месяце, несмотря на школьные экзамены.",
        ),
        Pair(
            "addition",
            "За матчем наблюдали около 9000 человек.",
            "За матчем наблюдали около 9000 человек, среди которых была королева с детьми.",
        ),
    ),
)
_PENSION = Covered(
    "pension",
    "en",
    "Tens of thousands march in Sarnov against later retirement",
    (
        "Some 70,000 people marched through Sarnov on Wednesday against the government's plan to raise the "
        "retirement age from 62 to 65, police said; the unions spoke of 150,000. Union leader Greta Malin "
        "announced a general strike for 20 November. Labour minister Stefan Hruby said the reform would save "
        "3 billion crowns a year and would not be withdrawn. Eleven protesters were detained after stones "
        "were thrown at the ministry. Two police officers were slightly injured. Parliament will vote on the "
        "bill next week. The Green party, a member of the coalition, has not decided how to vote. According "
        "to a poll, 68 percent of voters reject the plan."
    ),
    (
        Pair(
            "number",
            "По данным полиции, в марше в Сарнове участвовали около 70 тысяч человек.",
            "По данным полиции, в марше в Сарнове участвовали около 150 тысяч человек.",
        ),
        Pair(
            "date",
            "Лидер профсоюза Грета Малин объявила всеобщую забастовку на 20 ноября.",
            "Лидер профсоюза Грета Малин объявила всеобщую забастовку на 20 декабря.",
        ),
        Pair(
            "name",
            "Министр труда Стефан Хруби заявил, что реформа сэкономит 3 млрд крон в год.",
            "Министр труда Ян Хруби заявил, что реформа сэкономит 3 млрд крон в год.",
        ),
        Pair(
            "negation",
            "Стефан Хруби заявил, что реформа не будет отозвана.",
            "Стефан Хруби заявил, что реформа будет отозвана.",
        ),
        Pair(
            "addition",
            "Одиннадцать протестующих были задержаны после того, как в министерство полетели камни.",
            (
                "Одиннадцать протестующих были задержаны после того, как толпа подожгла банк и разграбила "
                "магазины."
            ),
        ),
        Pair(
            "direction",
            "Согласно опросу, 68 процентов избирателей отвергают план.",
            "Согласно опросу, 68 процентов избирателей поддерживают план.",
        ),
    ),
)

COVERED = (
    _FIRE,
    _RATE,
    _COURT,
    _MATCH,
    _STORM,
    _VACCINE,
    _VOTE,
    _STRIKE,
    _FLOOD,
    _MERGER,
    _THEFT,
    _TRIAL,
    _VOLCANO,
    _BORDER,
    _TENNIS,
    _PENSION,
)
_SEED = 2031
# Four articles of each language, drawn before anything was tuned.
HELD_BACK = frozenset(
    key
    for lang in ("ru", "en")
    for key in random.Random(_SEED).sample([item.key for item in COVERED if item.lang == lang], 4)
)
