"""Answers that were given, as the buttons under them find them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tidings.bot.talking.talk import Talk
from tidings.errors import UnknownName
from tidings.llm.budget import user_hash
from tidings.schemas import Answer
from tidings.store import answers


def owner_of(payload: Mapping[str, Any]) -> str:
    """Whose answer a button is about, as the engine knows them: in a group others may look into it too."""
    return f"telegram:{payload['owner']}"


async def kept_answer(talk: Talk, payload: Mapping[str, Any]) -> Answer:
    """The answer a button is about; UnknownName where it is no longer kept, or was by another version."""
    reference, owner = str(payload["answer"]), user_hash(owner_of(payload))
    found = await talk.service.db.read(lambda conn: answers.referred(conn, reference, owner, 1))
    document = found[0].answer if found else None
    if document is None:
        raise UnknownName("the answer is kept no longer", message="unknown_answer", params={"id": reference})
    try:
        return Answer.model_validate_json(document)
    except ValidationError as error:
        raise UnknownName(
            "the answer was kept by another version",
            message="answer_of_other_version",
            params={"id": reference},
        ) from error
