"""Who acts: the clerk signed in, and the window they sit at."""

from dataclasses import dataclass

from counter_app.errors import Refusal
from db.clerks import Role


@dataclass(frozen=True, slots=True)
class Actor:
    clerk_id: int
    login: str
    name: str
    role: Role
    window: int | None
    pc: str = ""
    """Where they sit, as other PCs know it (`pc_of`)."""


SERVE = "serve"
MANAGE_CLERKS = "manage_clerks"
SETTLE = "settle"
"""Sign a day of the till as the second person."""
MANAGE_KEYS = "manage_keys"
MANAGE_NUMBERS = "manage_numbers"
"""Allot blocks of issue and receipt numbers."""
RESTRICT = "restrict"
LIST_ACCESSES = "list_accesses"
"""See who looked at a record, and give it to the person."""
VOID = "void"
"""Sign, as the second person, that a certificate given out is void, or that money goes back."""
RESOLVE = "resolve"
"""Settle what the district did not apply."""

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset({SERVE, LIST_ACCESSES, RESOLVE}),
    Role.SUPERVISOR: frozenset(
        {SERVE, LIST_ACCESSES, MANAGE_CLERKS, SETTLE, RESTRICT, VOID, RESOLVE}
    ),
    Role.PRIVACY: frozenset({RESTRICT, LIST_ACCESSES}),
    Role.ADMINISTRATOR: frozenset({MANAGE_CLERKS, MANAGE_KEYS, MANAGE_NUMBERS, VOID, RESOLVE}),
}


MANAGED: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.CLERK}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whose accounts a role with MANAGE_CLERKS may suspend and restore."""


def may(actor: Actor, permission: str) -> bool:
    return permission in PERMISSIONS[actor.role]


def require(actor: Actor, permission: str) -> None:
    """Raises Refusal clerks.not_permitted when the actor's role does not allow it."""
    if not may(actor, permission):
        raise Refusal("clerks.not_permitted")
