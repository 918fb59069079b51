"""What is said before a rollout: what was looked at, how it is, and what to do about it."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "canary.check.database": Phrase(en="database", ru="база данных"),
    "canary.check.prometheus": Phrase(en="Prometheus", ru="Prometheus"),
    "canary.check.scraping": Phrase(en="scraping", ru="сбор метрик"),
    "canary.check.alerts": Phrase(en="alert rules", ru="правила оповещений"),
    "canary.check.runbook": Phrase(en="runbook", ru="инструкции"),
    "canary.check.firing": Phrase(en="alerts", ru="оповещения"),
    "canary.check.metrics": Phrase(en="metrics", ru="метрики"),
    "canary.check.alertmanager": Phrase(en="Alertmanager", ru="Alertmanager"),
    "canary.check.degradation": Phrase(en="service level", ru="уровень сервиса"),
    "canary.check.budget": Phrase(en="budget", ru="бюджет"),
    "canary.check.backup": Phrase(en="backup", ru="резервная копия"),
    "canary.check.drill": Phrase(en="drill", ru="учебная тревога"),
    "canary.check.rollback": Phrase(en="roll-back tried", ru="возврат проверен"),
    "canary.check.rollout": Phrase(en="rollouts", ru="выкатки"),
    "canary.preflight.database_ok": Phrase(
        en="It answers, and its tables are up to date.", ru="Отвечает, таблицы в порядке."
    ),
    "canary.preflight.not_checked": Phrase(
        en="It could not be checked: {detail}.", ru="Проверить не удалось: {detail}."
    ),
    "canary.preflight.no_url": Phrase(en="{option} is not set.", ru="{option} не задан."),
    "canary.preflight.prometheus_ok": Phrase(en="It answers.", ru="Отвечает."),
    "canary.preflight.scraping_ok": Phrase(
        en="{processes:process of Tidings is scraped|processes of Tidings are scraped}.",
        ru="Собираются метрики {processes:процесса|процессов|процессов} Tidings.",
    ),
    "canary.preflight.scraping_fail": Phrase(
        en="No process of Tidings is scraped.", ru="Метрики Tidings не собираются."
    ),
    "canary.preflight.alerts_ok": Phrase(
        en="{rules:rule is|rules are} loaded.",
        ru="{rules:правило загружено|правила загружены|правил загружено}.",
    ),
    "canary.preflight.alerts_fail": Phrase(en="Not loaded: {missing}.", ru="Не загружены: {missing}."),
    "canary.preflight.runbook_ok": Phrase(
        en="Every alert says where to read what to do.",
        ru="Каждое оповещение говорит, где читать, что делать.",
    ),
    "canary.preflight.runbook_fail": Phrase(
        en="Alerts that do not say where to read what to do: {missing}.",
        ru="Оповещения без ссылки на инструкцию: {missing}.",
    ),
    "canary.preflight.firing_ok": Phrase(en="No critical one fires.", ru="Критических нет."),
    "canary.preflight.firing_fail": Phrase(
        en="Critical ones fire: {alerts}.", ru="Сработали критические: {alerts}."
    ),
    "canary.preflight.metrics_ok": Phrase(
        en="All that a rollout is judged by is there.", ru="Всё, по чему судят выкатку, есть."
    ),
    "canary.preflight.metrics_fail": Phrase(en="Not there: {missing}.", ru="Нет метрик: {missing}."),
    "canary.preflight.alertmanager_ok": Phrase(en="It is ready.", ru="Готов."),
    "canary.preflight.alertmanager_fail": Phrase(en="It is not ready: {detail}.", ru="Не готов: {detail}."),
    "canary.preflight.degradation_ok": Phrase(en="Nothing is reduced.", ru="Ничего не ограничено."),
    "canary.preflight.degradation_fail": Phrase(
        en="Service is reduced to level {level}.", ru="Сервис ограничен до уровня {level}."
    ),
    "canary.preflight.budget_ok": Phrase(
        en="{left} of {daily} are left today.", ru="На сегодня осталось {left} из {daily}."
    ),
    "canary.preflight.budget_fail": Phrase(
        en="Only {left} of {daily} are left today.", ru="На сегодня осталось лишь {left} из {daily}."
    ),
    "canary.preflight.backup_none": Phrase(en="None is known.", ru="Ни одной не известно."),
    "canary.preflight.backup_age": Phrase(en="The last is {age} old.", ru="Последней {age}."),
    "canary.preflight.drill_ok": Phrase(en="Nobody is part of one.", ru="Никого не касается."),
    "canary.preflight.drill_fail": Phrase(
        en="The flags file makes commands go wrong.", ru="Из-за файла флагов команды портятся."
    ),
    "canary.preflight.rollback_never": Phrase(en="Never.", ru="Ни разу."),
    "canary.preflight.rollback_age": Phrase(
        en="A drill was taken back by itself {age} ago.", ru="Учебная тревога прервана сама; с тех пор {age}."
    ),
    "canary.preflight.rollout_ok": Phrase(en="None runs.", ru="Ни одна не идёт."),
    "canary.preflight.rollout_fail": Phrase(
        en="{flag} → {variant} is being rolled out.", ru="Выкатывается {flag} → {variant}."
    ),
    "canary.advice.database": Phrase(en="See `tidings doctor`.", ru="Посмотрите `tidings doctor`."),
    "canary.advice.prometheus": Phrase(
        en="Start Prometheus and put its address in TIDINGS_PROMETHEUS_URL.",
        ru="Запустите Prometheus и укажите его адрес в TIDINGS_PROMETHEUS_URL.",
    ),
    "canary.advice.scraping": Phrase(
        en="Set TIDINGS_METRICS_PORT for the bot and the worker, and name them in Prometheus' targets.",
        ru="Задайте TIDINGS_METRICS_PORT боту и worker и назовите их среди целей Prometheus.",
    ),
    "canary.advice.alerts": Phrase(
        en="Let Prometheus load the alert rules that come with Tidings.",
        ru="Подключите к Prometheus правила оповещений, которые поставляются с Tidings.",
    ),
    "canary.advice.runbook": Phrase(
        en="Give each alert rule an annotation runbook, as those that come with Tidings have.",
        ru="Добавьте каждому правилу аннотацию runbook, как у правил, поставляемых с Tidings.",
    ),
    "canary.advice.firing": Phrase(
        en="Clear them first: the runbook has a section for each.",
        ru="Сначала устраните причины: в инструкциях есть раздел о каждом.",
    ),
    "canary.advice.metrics": Phrase(
        en="Give a few commands through the bot, wait for a scrape, and look again.",
        ru="Дайте боту несколько команд, дождитесь сбора метрик и проверьте снова.",
    ),
    "canary.advice.alertmanager": Phrase(
        en="Start Alertmanager and put its address in TIDINGS_ALERTMANAGER_URL.",
        ru="Запустите Alertmanager и укажите его адрес в TIDINGS_ALERTMANAGER_URL.",
    ),
    "canary.advice.degradation": Phrase(
        en="Wait until nothing is reduced any more; `tidings degrade 0 --why ...` ends it by hand.",
        ru="Дождитесь, пока ограничения снимутся; вручную: `tidings degrade 0 --why ...`.",
    ),
    "canary.advice.budget": Phrase(
        en="Wait for tomorrow (UTC), or raise TIDINGS_DAILY_USD.",
        ru="Подождите до завтра (UTC) или увеличьте TIDINGS_DAILY_USD.",
    ),
    "canary.advice.backup": Phrase(
        en="Make one with `tidings backup`.", ru="Сделайте её командой `tidings backup`."
    ),
    "canary.advice.drill": Phrase(
        en="Give the flag drill the default variant none there, and no targeting.",
        ru="Верните там флагу drill вариант none по умолчанию и уберите targeting.",
    ),
    "canary.advice.rollback": Phrase(
        en="Start a drill, `tidings canary start --flag drill --to fail --stage 10=10m --why drill`, "
        "and see it taken back.",
        ru="Начните учебную тревогу, `tidings canary start --flag drill --to fail --stage 10=10m "
        "--why drill`, и проследите, что она прервётся сама.",
    ),
    "canary.advice.rollout": Phrase(
        en="Let it end, or take it back with `tidings canary abort`.",
        ru="Дождитесь её конца или верните её назад командой `tidings canary abort`.",
    ),
}
