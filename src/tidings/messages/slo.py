"""What is said of service levels: their names, what was promised, and what became of it."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "help.slo": Phrase(
        en="""\
Tell whether the service was as good as promised, and how much room for faults is left.

Asks Prometheus where one is set, else what the processes wrote into the database themselves: each does
so once a minute. A promise that too few commands were counted for is not called kept.

$ tidings slo --days 7

$ tidings slo --days 28 --markdown""",
        ru="""\
Сказать, был ли сервис так хорош, как обещано, и сколько сбоев ещё можно себе позволить.

Спрашивает Prometheus, если он указан, а иначе берёт то, что процессы записали в базу сами: каждый делает
это раз в минуту. Обещание, для которого насчитано слишком мало команд, выполненным не называется.

$ tidings slo --days 7

$ tidings slo --days 28 --markdown""",
    ),
    "option.slo_days": Phrase(
        en="How many days to look back on, 30 at most.", ru="За сколько дней, не больше 30."
    ),
    "option.slo_from": Phrase(
        en="Where to take the counts from, whichever is set.",
        ru="Откуда взять подсчёты, что бы ни было указано в настройках.",
    ),
    "option.markdown": Phrase(
        en="Print a Markdown table, for a report.", ru="Напечатать таблицу Markdown для отчёта."
    ),
    "option.check": Phrase(
        en="End with code 1 where a promise was not kept.",
        ru="Завершиться с кодом 1, если какое-то обещание не выполнено.",
    ),
    "no_prometheus": Phrase(
        en="No Prometheus is set: give its address in TIDINGS_PROMETHEUS_URL.",
        ru="Prometheus не указан: задайте его адрес в TIDINGS_PROMETHEUS_URL.",
    ),
    "unknown_slo_source": Phrase(
        en="Counts can be taken from prometheus or from database, not from {source}.",
        ru="Подсчёты можно взять из prometheus или из database, но не из {source}.",
    ),
    "bad_slo_days": Phrase(
        en="--days takes a number of days from 1 to {most}.", ru="--days принимает число дней от 1 до {most}."
    ),
    "two_formats": Phrase(
        en="Choose one of --json and --markdown.", ru="Выберите что-то одно: --json или --markdown."
    ),
    "slo.prometheus_away": Phrase(
        en="Prometheus does not answer; these are the counts in the database.",
        ru="Prometheus не отвечает; ниже подсчёты из базы данных.",
    ),
    "slo.prometheus_new": Phrase(
        en="Prometheus does not know all of that time; here are the counts of the database, which does.",
        ru="Prometheus знает не всё это время; ниже подсчёты из базы данных, в которой их больше.",
    ),
    "slo.title": Phrase(
        en="Service levels of {days:day|days} until {moment}",
        ru="Качество сервиса за {days:день|дня|дней} до {moment}",
    ),
    "slo.from.prometheus": Phrase(en="From Prometheus.", ru="По данным Prometheus."),
    "slo.from.database": Phrase(
        en="From what the processes wrote into the database; without commands that were running when a "
        "process was killed, and its last minute.",
        ru="По записям процессов в базе данных; без команд, прерванных вместе с процессом, и его последней "
        "минуты.",
    ),
    "slo.partly": Phrase(
        en="Known is only what happened since {moment}: {covered} of {days:day|days}.",
        ru="Известно только то, что было с {moment}: {covered} из {days:дня|дней|дней}.",
    ),
    "slo.nothing": Phrase(
        en="Nothing was counted in that time: no process answered a command.",
        ru="За это время ничего не насчитано: ни один процесс не отвечал на команды.",
    ),
    "slo.column.measure": Phrase(en="measure", ru="показатель"),
    "slo.column.target": Phrase(en="target", ru="цель"),
    "slo.column.figure": Phrase(en="figure", ru="значение"),
    "slo.column.met": Phrase(en="met", ru="итог"),
    "slo.column.left": Phrase(en="budget left", ru="запас"),
    "slo.column.burn": Phrase(en="burn 1h 6h {days}d", ru="расход 1ч 6ч {days}д"),
    "slo.column.sample": Phrase(en="sample", ru="выборка"),
    "slo.p95_simple": Phrase(en="P95, simple", ru="P95, простые"),
    "slo.p95_enhanced": Phrase(en="P95, enhanced", ru="P95, с моделями"),
    "slo.error_rate": Phrase(en="error rate", ru="доля ошибок"),
    "slo.evidence_coverage": Phrase(en="evidence coverage", ru="доля доказанного"),
    "slo.command_cost": Phrase(en="cost a command", ru="цена команды"),
    "slo.fallback_rate": Phrase(en="fallback rate", ru="запасные модели"),
    "slo.cache_hit_rate": Phrase(en="cache hit rate", ru="попадания в кэш"),
    "slo.command_success": Phrase(en="command success", ru="успешные команды"),
    "slo.met": Phrase(en="yes", ru="да"),
    "slo.unmet": Phrase(en="NO", ru="НЕТ"),
    "slo.few": Phrase(en="too few", ru="мало"),
    "slo.seconds": Phrase(en="{value} s", ru="{value} с"),
    "slo.sample_of": Phrase(en="{sample} of {needed}", ru="{sample} из {needed}"),
    "slo.users": Phrase(en="Users: {users}", ru="Пользователей: {users}"),
    "slo.users_unknown": Phrase(
        en="Users: not known for these days", ru="Пользователей: за эти дни неизвестно"
    ),
    "slo.commands": Phrase(en="Commands: {total} ({parts})", ru="Команд: {total} ({parts})"),
    "slo.no_commands": Phrase(en="Commands: 0", ru="Команд: 0"),
    "slo.satisfaction": Phrase(
        en="Satisfaction: {share} of {ratings:rating|ratings} say the answer helped",
        ru="Удовлетворённость: {share} из {ratings:оценки|оценок|оценок} — ответ помог",
    ),
    "slo.no_ratings": Phrase(
        en="Satisfaction: nobody has rated an answer", ru="Удовлетворённость: ответы никто не оценивал"
    ),
}
