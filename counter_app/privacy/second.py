"""Another person who signs beside the one that acts, at the same screen."""

from dataclasses import dataclass, field

from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor, may
from counter_app.privacy.clerks import Clerks


@dataclass(frozen=True, slots=True)
class Second:
    """As they type it in: nobody is signed in by it."""

    login: str
    password: str = field(repr=False)


def signed(clerks: Clerks, actor: Actor, second: Second, permission: str) -> Actor:
    """Who signs, proven by password and allowed to; slow, so outside of a transaction.

    Raises Refusal clerks.*, certificates.same_person, certificates.no_second.
    """
    if second.login == actor.login:
        raise Refusal("certificates.same_person")
    other = clerks.proven(second.login, second.password)
    if not may(other, permission):
        raise Refusal("certificates.no_second", login=second.login)
    return other
