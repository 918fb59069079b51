"""Degradations in words: what an answer was made without, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tidings.degradation import Level
from tidings.llm.errand import Step
from tidings.messages.phrase import Lang, Phrase, fill
from tidings.prose.moments import moment
from tidings.prose.phrasebook import notice

# What each agent adds to an answer, as the subject of a sentence.
_AGENTS: dict[str, Phrase] = {
    "keyphrase_mining": Phrase(en="keyphrases", ru="ключевые фразы"),
    "query_expansion": Phrase(en="suggested queries", ru="подсказки запросов"),
    "sentiment_emotion": Phrase(en="tone", ru="тон"),
    "topic_modeler": Phrase(en="topics", ru="темы"),
}

_REASONS: dict[str, Phrase] = {
    "timeout": Phrase(en="no answer in time", ru="нет ответа вовремя"),
    "no_time": Phrase(en="no time left", ru="не осталось времени"),
    "rate_limited": Phrase(en="the provider's rate limit", ru="ограничение провайдера на частоту"),
    "overloaded": Phrase(en="the provider failed", ru="сбой у провайдера"),
    "connection": Phrase(en="no connection", ru="нет связи"),
    "refused_request": Phrase(en="the provider refused the request", ru="провайдер отклонил запрос"),
    "refused_key": Phrase(en="the provider refused the key", ru="провайдер отклонил ключ"),
    "refusal": Phrase(en="the model declined", ru="модель отказалась отвечать"),
    "empty": Phrase(en="an empty answer", ru="пустой ответ"),
    "truncated": Phrase(en="an answer cut short", ru="оборванный ответ"),
    "wrong_shape": Phrase(en="an unusable answer", ru="непригодный ответ"),
    "circuit_open": Phrase(en="it failed repeatedly just before", ru="недавние повторные сбои"),
    "command_tokens": Phrase(en="the command's token limit", ru="лимит токенов на команду"),
    "command_usd": Phrase(en="the command's spending limit", ru="лимит расходов на команду"),
    "user_commands": Phrase(en="your daily limit of commands", ru="ваш дневной лимит команд"),
    "user_usd": Phrase(en="your daily spending limit", ru="ваш дневной лимит расходов"),
    "daily_usd": Phrase(en="the daily spending limit", ru="дневной лимит расходов"),
    "budget": Phrase(en="the budget", ru="бюджет"),
    "service_reduced": Phrase(en="service is reduced", ru="сервис работает с ограничениями"),
}


def degradation_notices(steps: Sequence[Step], lang: Lang) -> list[tuple[str, str]]:
    """Code and sentence of each kind of step down, the agents it concerns together in one."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for step in steps:
        grouped.setdefault((step.code, step.reason, step.model), []).append(step.agent)
    return [
        (
            code,
            notice(
                code, lang, agents=_agents(agents, lang), reason=reason_in_words(reason, lang), model=model
            ),
        )
        for (code, reason, model), agents in grouped.items()
    ]


def level_notice(level: Level, since: datetime, lang: Lang) -> tuple[str, str]:
    """Code and sentence of the level that service is reduced to, and since when."""
    today = since.astimezone(UTC).date() == datetime.now(UTC).date()
    when = f"{since.astimezone(UTC):%H:%M} UTC" if today else moment(since, lang)
    return "service_level", notice(f"service_level.{level.value}", lang, since=when)


def _agents(names: Sequence[str], lang: Lang) -> str:
    return ", ".join(fill(_AGENTS[name], lang, {}) for name in dict.fromkeys(names))


def reason_in_words(code: str, lang: Lang) -> str:
    """Why a model gave no reply."""
    return fill(_REASONS[code], lang, {})
