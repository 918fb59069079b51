"""Pseudonyms: what a user is called in logs, which without the database nobody can tell who it is."""

from __future__ import annotations

from hashlib import blake2b
from weakref import WeakKeyDictionary

from tidings.store import buttons
from tidings.store.pool import Database

# The name under which a database keeps what its pseudonyms are made with. Users' ids are few enough to try
# them all: without a secret a hash of one would be no better than the id.
_NAME = "logs"

_secrets: WeakKeyDictionary[Database, bytes] = WeakKeyDictionary()


async def pseudonym(db: Database, user: str) -> str:
    """The same for the same user, in every process on this database."""
    secret = _secrets.get(db)
    if secret is None:
        async with db.connection() as conn:
            secret = _secrets[db] = await buttons.secret(conn, _NAME)
    return blake2b(user.encode(), key=secret, digest_size=8).hexdigest()
