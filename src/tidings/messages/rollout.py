"""What is said of rollouts: their commands, their decisions, and the Prometheus they ask."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "prometheus_unavailable": Phrase(
        en="Prometheus does not answer as it should; see whether TIDINGS_PROMETHEUS_URL is right "
        "and whether it runs.",
        ru="Prometheus не отвечает как должен; проверьте, верен ли TIDINGS_PROMETHEUS_URL и работает ли он.",
    ),
    "bad_prometheus_url": Phrase(
        en="TIDINGS_PROMETHEUS_URL is not an address; write it like http://127.0.0.1:9090.",
        ru="TIDINGS_PROMETHEUS_URL — не адрес; напишите, например, http://127.0.0.1:9090.",
    ),
    "help.canary": Phrase(
        en="""\
Give something new to a share of users; it goes on or is taken back by what Prometheus measured.

Everything about a rollout is in the database: all machines act on it within two seconds, and any worker
goes on controlling it when the one that did is gone.

$ tidings canary status""",
        ru="""\
Дать новое части пользователей; дальше его пускает или возвращает назад то, что измерил Prometheus.

Всё о выкатке хранится в базе: все машины следуют ей в пределах двух секунд, а если управлявший ею процесс
исчез, управление подхватывает любой worker.

$ tidings canary status""",
    ),
    "help.canary.start": Phrase(
        en="""\
Begin a rollout: 10 % of users for 4 hours, 30 % for a day, then everybody.

Stays until it has ended and prints each decision; ends with code 1 where it was taken back. With --detach
a worker controls it.

$ tidings canary start --flag rerank --to on --why 'better order of sources'

$ tidings canary start --flag drill --to fail --stage 10=10m --why 'fire drill'""",
        ru="""\
Начать выкатку: 10 % пользователей на 4 часа, 30 % на сутки, потом все.

Работает до её конца и печатает каждое решение; код 1 — новое возвращено назад. С --detach ею управляет
worker.

$ tidings canary start --flag rerank --to on --why 'лучший порядок источников'

$ tidings canary start --flag drill --to fail --stage 10=10m --why 'учебная тревога'""",
    ),
    "help.canary.status": Phrase(
        en="""\
Tell how the rollout stands: its stage, canary and stable side by side, and why it waits.

$ tidings canary status""",
        ru="""\
Показать, как идёт выкатка: этап, новое рядом с прежним и чего она ждёт.

$ tidings canary status""",
    ),
    "help.canary.resume": Phrase(
        en="""\
Go on controlling the rollout that runs, until it has ended.

$ tidings canary resume""",
        ru="""\
Управлять идущей выкаткой дальше, до её конца.

$ tidings canary resume""",
    ),
    "help.canary.abort": Phrase(
        en="""\
Take the rollout that runs back at once; with --flag what that flag was rolled out to, also to everybody.

$ tidings canary abort --why 'readers complain'

$ tidings canary abort --flag rerank --why 'readers complain, two weeks later'""",
        ru="""\
Вернуть идущую выкатку назад немедленно; с --flag — то, что выкатили у этого флага, в том числе всем.

$ tidings canary abort --why 'жалобы читателей'

$ tidings canary abort --flag rerank --why 'жалобы читателей, две недели спустя'""",
    ),
    "help.canary.log": Phrase(
        en="""\
Print every decision about rollouts, with its reason.

$ tidings canary log""",
        ru="""\
Напечатать все решения о выкатках с причинами.

$ tidings canary log""",
    ),
    "help.canary.preflight": Phrase(
        en="""\
Check all that a rollout stands on, and say what to do where something is not in order.

Ends with code 1 where anything is not.

$ tidings canary preflight""",
        ru="""\
Проверить всё, на чём держится выкатка, и сказать, что делать, если что-то не в порядке.

Код 1 — что-то не в порядке.

$ tidings canary preflight""",
    ),
    "option.canary_flag": Phrase(en="The flag to roll out.", ru="Какой флаг выкатывать."),
    "option.canary_to": Phrase(
        en="Its variant that users are given, such as on.", ru="Его вариант для пользователей, например on."
    ),
    "option.canary_why": Phrase(en="Why, for the log.", ru="Почему; попадёт в журнал."),
    "option.canary_stage": Phrase(
        en="A share of users and how long it has to go well, such as 10=4h; again for each stage.",
        ru="Доля пользователей и сколько всё должно идти хорошо, например 10=4h; повторяется на каждый этап.",
    ),
    "option.canary_limit": Phrase(
        en="Another limit, such as p95=15s, errors=3%, coverage=92%, slo_cost=0.3; again for each.",
        ru="Другой предел, например p95=15s, errors=3%, coverage=92%, slo_cost=0.3; повторяется для каждого.",
    ),
    "option.canary_every": Phrase(
        en="Seconds between two looks at the measures.", ru="Через сколько секунд смотреть на измерения."
    ),
    "option.canary_recent": Phrase(
        en="Seconds that count as the last while; by default from 1 to 30 minutes, by the stage.",
        ru="Сколько последних секунд смотреть отдельно; по умолчанию от 1 до 30 минут, смотря по этапу.",
    ),
    "option.canary_enough": Phrase(
        en="Commands of the canary from which a stage can be judged good.",
        ru="Сколько команд нужно от новых пользователей, чтобы признать этап удачным.",
    ),
    "option.canary_detach": Phrase(
        en="Return at once; a worker controls the rollout.",
        ru="Завершиться сразу; выкаткой управляет worker.",
    ),
    "canary_stage": Phrase(
        en="“{stage}” is no stage; write a share from 1 to 99 and a span, such as 10=4h or 30=1d.",
        ru="«{stage}» — не этап; напишите долю от 1 до 99 и срок, например 10=4h или 30=1d.",
    ),
    "canary_stages_grow": Phrase(
        en="Each stage needs a larger share than the one before: {stages}.",
        ru="Доля каждого этапа должна быть больше предыдущей: {stages}.",
    ),
    "canary_limit": Phrase(
        en="“{limit}” is no limit; write p95=15s, errors=3% or slo_cost=0.3. There are {known}.",
        ru="«{limit}» — не предел; напишите p95=15s, errors=3% или slo_cost=0.3. Есть {known}.",
    ),
    "canary_no_flag": Phrase(
        en="There is no flag “{flag}”; there are {known}.", ru="Флага «{flag}» нет; есть {known}."
    ),
    "canary_disabled": Phrase(
        en="The flag “{flag}” is DISABLED in the flags file; enable it there first.",
        ru="Флаг «{flag}» выключен (DISABLED) в файле флагов; сначала включите его там.",
    ),
    "canary_no_variant": Phrase(
        en="The flag “{flag}” has no variant “{variant}”; it has {known}.",
        ru="У флага «{flag}» нет варианта «{variant}»; есть {known}.",
    ),
    "canary_had": Phrase(
        en="Everybody has “{variant}” of the flag “{flag}” already.",
        ru="Вариант «{variant}» флага «{flag}» уже есть у всех.",
    ),
    "canary_runs": Phrase(
        en="A rollout runs already; see `tidings canary status`, or take it back: `tidings canary abort`.",
        ru="Одна выкатка уже идёт; посмотрите `tidings canary status` или верните её назад командой "
        "`tidings canary abort`.",
    ),
    "canary_none": Phrase(en="Nothing is being rolled out.", ru="Ничего не выкатывается."),
    "canary.detached": Phrase(
        en="Rollout {number} has begun; a worker controls it, from now on or once one runs. See "
        "`tidings canary status`.",
        ru="Выкатка {number} началась; ею управляет worker, сейчас или когда будет запущен. Посмотрите "
        "`tidings canary status`.",
    ),
    "canary.left_alone": Phrase(
        en="The rollout goes on. A worker controls it, or `tidings canary resume`; `tidings canary abort` "
        "takes it back.",
        ru="Выкатка продолжается. Ею управляет worker или `tidings canary resume`; `tidings canary abort` "
        "вернёт всё назад.",
    ),
    "canary.aborted": Phrase(
        en="{flag} → {variant} is taken back.", ru="{flag} → {variant}: возвращено назад."
    ),
    "canary.nothing_ever": Phrase(en="Nothing was ever rolled out.", ru="Выкаток ещё не было."),
    "canary.idle": Phrase(en="Nothing is being rolled out.", ru="Ничего не выкатывается."),
    "canary.last.complete": Phrase(
        en="Everybody has {flag} → {variant} since {at}; `tidings canary abort --flag {flag}` takes it back.",
        ru="С {at} у всех {flag} → {variant}; `tidings canary abort --flag {flag}` вернёт назад.",
    ),
    "canary.last.rolled_back": Phrase(
        en="The last one, {flag} → {variant}, was taken back {at}; see `tidings canary log`.",
        ru="Последняя, {flag} → {variant}, возвращена назад {at}; посмотрите `tidings canary log`.",
    ),
    "canary.standing": Phrase(
        en="{flag} → {variant}: {percent} % of users, stage {stage} of {stages}, since {since}",
        ru="{flag} → {variant}: {percent} % пользователей, этап {stage} из {stages}, с {since}",
    ),
    "canary.left": Phrase(en="At least {span} to go in this stage.", ru="До конца этапа не меньше: {span}."),
    "canary.uncontrolled": Phrase(
        en="Nobody controls it: nothing is decided until a worker runs, or `tidings canary resume`.",
        ru="Ею никто не управляет: пока не работает worker или `tidings canary resume`, ничего не решается.",
    ),
    "option.abort_flag": Phrase(
        en="The flag to take back; without it the one that is being rolled out.",
        ru="Какой флаг вернуть; без неё — тот, который выкатывается.",
    ),
    "canary_none_to_abort": Phrase(
        en="Nothing is being rolled out. What everybody has: `tidings canary abort --flag FLAG --why TEXT`.",
        ru="Ничего не выкатывается. То, что уже у всех: `tidings canary abort --flag ФЛАГ --why ТЕКСТ`.",
    ),
    "canary_not_out": Phrase(
        en="“{flag}” is not rolled out to anybody; see `tidings canary log`.",
        ru="«{flag}» ни у кого не выкачен; посмотрите `tidings canary log`.",
    ),
    "canary.everybody": Phrase(
        en="Everybody has {flag} → {variant}; `tidings canary abort --flag {flag}` takes it back.",
        ru="У всех {flag} → {variant}; `tidings canary abort --flag {flag}` вернёт назад.",
    ),
    "canary_without_why": Phrase(
        en="Say why, for the log: --why TEXT.", ru="Напишите для журнала, почему: --why ТЕКСТ."
    ),
    "canary.seconds": Phrase(en="{seconds} s", ru="{seconds} с"),
    "canary.column.canary": Phrase(en="canary", ru="новое"),
    "canary.column.stable": Phrase(en="stable", ru="прежнее"),
    "canary.column.stop": Phrase(en="taken back at", ru="назад при"),
    "canary.column.promise": Phrase(en="goes on at", ru="дальше при"),
    "canary.measure.commands": Phrase(en="commands", ru="команды"),
    "canary.measure.errors": Phrase(en="errors", ru="ошибки"),
    "canary.measure.p95": Phrase(en="95 of 100 within", ru="95 из 100 за"),
    "canary.measure.coverage": Phrase(en="claims proved", ru="доказано выводов"),
    "canary.measure.cost": Phrase(en="cost a command", ru="цена команды"),
    "canary.decision.start": Phrase(en="begun", ru="начата"),
    "canary.decision.wait": Phrase(en="waits", ru="ждёт"),
    "canary.decision.hold": Phrase(en="stays", ru="остаётся"),
    "canary.decision.promote": Phrase(en="goes on", ru="идёт дальше"),
    "canary.decision.complete": Phrase(en="complete", ru="завершена"),
    "canary.decision.roll_back": Phrase(en="taken back", ru="возвращена назад"),
    "canary.decision.abort": Phrase(en="taken back by hand", ru="возвращена назад вручную"),
    "canary.reason.said": Phrase(en="{why}", ru="{why}"),
    "canary.reason.no_prometheus": Phrase(
        en="Prometheus does not answer; nothing is judged until it does",
        ru="Prometheus не отвечает; до его ответа судить не по чему",
    ),
    "canary.reason.too_little": Phrase(
        en="{commands:command|commands} of the canary, too few to judge by; {enough} are needed",
        ru="{commands:команда|команды|команд} с новым, судить рано; нужно {enough}",
    ),
    "canary.reason.degraded": Phrase(
        en="service is reduced to level {level}, which says nothing of how it is normally",
        ru="сервис ограничен до уровня {level}; об обычной работе это ничего не говорит",
    ),
    "canary.reason.time": Phrase(
        en="all is well; the stage is not over yet", ru="всё хорошо; этап ещё не окончен"
    ),
    "canary.reason.alerts": Phrase(
        en="critical alerts fire: {alerts}", ru="сработали критические оповещения: {alerts}"
    ),
    "canary.reason.good": Phrase(
        en="{commands:command|commands} of the canary, within every limit; now {percent} %",
        ru="{commands:команда|команды|команд} с новым, все пределы соблюдены; теперь {percent} %",
    ),
    "canary.reason.beyond_errors": Phrase(
        en="{value} of {commands:command|commands} of the canary failed, above {limit}",
        ru="{value} команд с новым кончились ошибкой (всего {commands}), предел {limit}",
    ),
    "canary.reason.beyond_p95": Phrase(
        en="95 of 100 commands of the canary took up to {value}, above {limit} ({commands:command|commands})",
        ru="95 из 100 команд с новым заняли до {value}, предел {limit} ({commands:команда|команды|команд})",
    ),
    "canary.reason.beyond_coverage": Phrase(
        en="{value} of the canary's claims were proved, below {limit} ({commands:command|commands})",
        ru="доказано {value} выводов с новым, предел {limit} ({commands:команда|команды|команд})",
    ),
    "canary.reason.beyond_cost": Phrase(
        en="a command of the canary costs {value}, above {limit} ({commands:command|commands})",
        ru="команда с новым стоит {value}, предел {limit} ({commands:команда|команды|команд})",
    ),
    "canary.reason.worse_errors": Phrase(
        en="{value} of {commands:command|commands} of the canary failed, of the others {stable}",
        ru="{value} команд с новым кончились ошибкой (всего {commands}), у остальных {stable}",
    ),
    "canary.reason.worse_coverage": Phrase(
        en="{value} of the canary's claims were proved, of the others' {stable} "
        "({commands:command|commands})",
        ru="доказано {value} выводов с новым, у остальных {stable} ({commands:команда|команды|команд})",
    ),
    "canary.reason.drill_unnoticed": Phrase(
        en="the drill is over and nothing noticed it: roll-back cannot be relied on",
        ru="учебная тревога кончилась, и ничто её не заметило: на возврат полагаться нельзя",
    ),
}
