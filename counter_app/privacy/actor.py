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
    ticket: str = ""
    """The number being served meanwhile; "" if none is."""


SERVE = "serve"
MANAGE_CLERKS = "manage_clerks"
SEE_CLERKS = "see_clerks"
"""See who has an account, and how it stands."""
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

REVIEW = "review"
"""Read the log of accesses, judge what is unusual in it and sign the month."""
PRUNE = "prune"
"""Delete accesses that have been kept long enough."""
GRANT = "grant"
"""Give an account another role."""

LIST_GRANTS = "list_grants"
"""See who gave and took which right."""

_SERVING = frozenset({Role.CLERK, Role.SUPERVISOR})
_MANAGING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_OFFICER, _ADMINISTRATOR = frozenset({Role.PRIVACY}), frozenset({Role.ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[Role]] = {
    SERVE: _SERVING,
    LIST_ACCESSES: _SERVING | _OFFICER,
    RESOLVE: _SERVING | _ADMINISTRATOR,
    MANAGE_CLERKS: _MANAGING,
    SEE_CLERKS: _MANAGING | _OFFICER,
    VOID: _MANAGING,
    SETTLE: frozenset({Role.SUPERVISOR}),
    RESTRICT: frozenset({Role.SUPERVISOR}) | _OFFICER,
    REVIEW: _OFFICER,
    PRUNE: _OFFICER,
    MANAGE_KEYS: _ADMINISTRATOR,
    MANAGE_NUMBERS: _ADMINISTRATOR,
    GRANT: _ADMINISTRATOR,
    LIST_GRANTS: _ADMINISTRATOR | _OFFICER,
}
"""Who may do what. The services ask it inside the act's transaction (`clerks.require_active`)."""


MANAGED: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.CLERK}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whose accounts a role with MANAGE_CLERKS may suspend and restore."""


def may(actor: Actor, permission: str) -> bool:
    return actor.role in PERMISSIONS[permission]


def require(actor: Actor, permission: str) -> None:
    """Raises Refusal clerks.not_permitted when the actor's role does not allow it."""
    if not may(actor, permission):
        raise Refusal("clerks.not_permitted")
