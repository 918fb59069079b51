"""Why an answer says what it says, and what was left out of it; and which answers can be explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidings.cli.console import show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.options import AsJson
from tidings.cli.session import with_stored
from tidings.errors import NoData

if TYPE_CHECKING:
    from tidings.schemas.explanation import Explanation, KeptAnswer
    from tidings.store.pool import Database


def explain(
    context: typer.Context,
    reference: Annotated[str | None, typer.Argument(metavar="[REFERENCE]", help="option.reference")] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="option.list")] = False,
    as_json: AsJson = False,
) -> None:
    """Print why an answer says what it says, or which answers can be asked about."""
    from tidings.cli.explanations import explanation_page, kept_page

    invocation: Invocation = context.obj
    if listed:
        kept = with_stored(invocation, _kept)
        if as_json:
            show_json([answer.model_dump(mode="json") for answer in kept])
        else:
            show(*kept_page(kept, invocation.words(), invocation.program))
        return
    told = _explained(invocation, reference)
    if as_json:
        show_json(told)
    else:
        show(*explanation_page(told, invocation.words(), invocation.program))


def _explained(invocation: Invocation, reference: str | None) -> Explanation:
    from tidings.policy.domains import DomainRule

    rule = DomainRule.from_settings(invocation.settings)

    async def work(db: Database) -> Explanation:
        from tidings.archive import explanation
        from tidings.orchestrator import LOCAL_USER

        # Whoever sits at this terminal may read all that is in its database.
        user = LOCAL_USER if reference is None else None
        return await explanation(db, reference, user=user, words=invocation.lang, rule=rule)

    return with_stored(invocation, work)


async def _kept(db: Database) -> tuple[KeptAnswer, ...]:
    from tidings.archive import kept_answers
    from tidings.orchestrator import LOCAL_USER

    kept = await kept_answers(db, user=LOCAL_USER)
    if not kept:
        raise NoData("no answer of this user is kept", message="no_answers")
    return kept
