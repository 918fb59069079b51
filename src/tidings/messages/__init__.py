"""Everything the interface says, in Russian and English, by key."""

from __future__ import annotations

from tidings.messages import (
    answers,
    backup,
    bot,
    charts,
    chats,
    commands,
    degrading,
    doctor,
    errors,
    explanations,
    flags,
    follows,
    health,
    pages,
    preflight,
    reasons,
    refusals,
    reports,
    rollout,
    running,
    slo,
)
from tidings.messages.explanations import at_fault
from tidings.messages.language import LANGUAGES, interface_language
from tidings.messages.phrase import Lang, Phrase, fill, grouped
from tidings.messages.reasons import reason
from tidings.messages.refusals import refusal

CATALOGUE: dict[str, Phrase] = (
    errors.PHRASES
    | answers.PHRASES
    | backup.PHRASES
    | explanations.PHRASES
    | commands.PHRASES
    | reports.PHRASES
    | doctor.PHRASES
    | health.PHRASES
    | reasons.PHRASES
    | refusals.PHRASES
    | pages.PHRASES
    | bot.PHRASES
    | running.PHRASES
    | follows.PHRASES
    | chats.PHRASES
    | charts.PHRASES
    | rollout.PHRASES
    | preflight.PHRASES
    | flags.PHRASES
    | degrading.PHRASES
    | slo.PHRASES
)

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Lang",
    "Phrase",
    "at_fault",
    "grouped",
    "interface_language",
    "reason",
    "refusal",
    "say",
]


def say(key: str, lang: Lang, /, **params: object) -> str:
    """The sentence of that key; an unknown key is a programming error and raises KeyError."""
    return fill(CATALOGUE[key], lang, params)
