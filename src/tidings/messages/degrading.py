"""What is said about reduced service: its levels, who set them and why, and what a reader is refused."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "help.degrade": Phrase(
        en="""\
Show how far service is reduced and who reduced it, or change that for all processes at once.

The next command of every process obeys. 0 is full service. 1: five articles an answer, no reranking, no
suggested queries. 2: also only the second and later models of each route, at most 5,000 tokens a command,
and trends without models. 3: trends without models, nothing else.

What an operator sets, the rule that reduces service by itself leaves alone until an operator sets 0.

$ tidings degrade

$ tidings degrade 2 --why "the provider answers slowly\"""",
        ru="""\
Показать, насколько ограничен сервис и кто его ограничил, или изменить это сразу для всех процессов.

Подчинится следующая же команда каждого процесса. 0 — без ограничений. 1: пять статей на ответ, без
переранжирования и без подсказок запросов. 2: ещё и только вторая и следующие модели каждого маршрута, не
больше 5000 токенов на команду, тренды без моделей. 3: только тренды, без моделей.

То, что задал оператор, правило, которое ограничивает сервис само, не трогает, пока оператор не задаст 0.

$ tidings degrade

$ tidings degrade 2 --why "провайдер отвечает медленно\"""",
    ),
    "option.level": Phrase(
        en="The level to set; without it the one in force is shown.",
        ru="Какой уровень задать; без него показывается текущий.",
    ),
    "option.why": Phrase(
        en="Why it is changed; kept in the history.", ru="Почему он меняется; остаётся в истории."
    ),
    "option.by": Phrase(
        en="Who changes it, if not the user of this system.",
        ru="Кто его меняет, если не пользователь этой системы.",
    ),
    "option.degrade_log": Phrase(
        en="Show all changes, not the last ten.", ru="Показать все изменения, а не последние десять."
    ),
    "bad_level": Phrase(
        en="There is no level “{level}”; there are 0, 1, 2 and 3, see `tidings degrade --help`.",
        ru="Уровня «{level}» нет; есть 0, 1, 2 и 3, подсказка: `tidings degrade --help`.",
    ),
    "level_without_why": Phrase(
        en="Say why the level is changed: `tidings degrade {level} --why TEXT`.",
        ru="Напишите, почему меняется уровень: `tidings degrade {level} --why ТЕКСТ`.",
    ),
    "why_without_level": Phrase(
        en="--why and --by go with a new level: `tidings degrade 1 --why TEXT`.",
        ru="--why и --by указывают вместе с новым уровнем: `tidings degrade 1 --why ТЕКСТ`.",
    ),
    "service_reduced": Phrase(
        en="Service is reduced since {since} UTC: only trends are answered for now; try again later.",
        ru="С {since} UTC сервис работает с ограничениями: пока доступны только тренды; повторите позже.",
    ),
    "degrade.level.0": Phrase(en="Level 0: full service.", ru="Уровень 0: без ограничений."),
    "degrade.level.1": Phrase(
        en="Level 1: five articles an answer, no reranking, no suggested queries.",
        ru="Уровень 1: пять статей на ответ, без переранжирования, без подсказок запросов.",
    ),
    "degrade.level.2": Phrase(
        en="Level 2: as level 1, only fallback models, 5,000 tokens a command, trends without models.",
        ru="Уровень 2: как уровень 1, только запасные модели, 5000 токенов на команду, тренды без моделей.",
    ),
    "degrade.level.3": Phrase(
        en="Level 3: trends without models, every other command is refused.",
        ru="Уровень 3: тренды без моделей, в остальных командах отказ.",
    ),
    "degrade.never": Phrase(en="It was never changed.", ru="Уровень ещё не меняли."),
    "degrade.since": Phrase(
        en="Since {since}, {zone}. Set by {who}. Why: {why}",
        ru="С {since}, {zone}. Кто задал: {who}. Почему: {why}",
    ),
    "degrade.since_by_rule": Phrase(
        en="Since {since}, {zone}. Set by the rule. Why: {why}",
        ru="С {since}, {zone}. Задано правилом. Почему: {why}",
    ),
    "degrade.held": Phrase(
        en="An operator set it, so the rule leaves it alone until `tidings degrade 0`.",
        ru="Его задал оператор, поэтому правило его не трогает до `tidings degrade 0`.",
    ),
    "degrade.handed_back": Phrase(
        en="From 15 minutes after this change on, the rule may reduce service again.",
        ru="Через 15 минут после этого изменения правило снова сможет ограничить сервис.",
    ),
    "degrade.rule_off": Phrase(
        en="The rule is off: TIDINGS_DEGRADE_BY_RULE is false.",
        ru="Правило выключено: TIDINGS_DEGRADE_BY_RULE — false.",
    ),
    "degrade.rule_blind": Phrase(
        en="The rule does nothing, as TIDINGS_PROMETHEUS_URL is not set.",
        ru="Правило не действует: TIDINGS_PROMETHEUS_URL не задан.",
    ),
    "degrade.history": Phrase(en="History", ru="История"),
    "degrade.rule": Phrase(en="the rule", ru="правило"),
    "degrade.why.firing": Phrase(en="alert: {alerts}", ru="тревога: {alerts}"),
    "degrade.why.still_firing": Phrase(
        en="{alerts} still fires after 10 minutes at level 1",
        ru="{alerts} не прекращается и после 10 минут на уровне 1",
    ),
    "degrade.why.nearly_spent": Phrase(
        en="more than 95 % of the day's budget is spent ({alerts})",
        ru="израсходовано больше 95 % дневного бюджета ({alerts})",
    ),
    "degrade.why.quiet": Phrase(
        en="15 minutes without an alert that asks for the level before",
        ru="15 минут без тревог, из-за которых нужен был прежний уровень",
    ),
    "bot.status.level": Phrase(
        en="Service is reduced (level {level}) since {since}",
        ru="Сервис работает с ограничениями (уровень {level}) с {since}",
    ),
    "bot.status.full": Phrase(en="Full service", ru="Сервис без ограничений"),
}
