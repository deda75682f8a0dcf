"""Which keys of the window are whose: each role sees what it may use, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.privacy.actor import MANAGE_CLERKS, REVIEW, SEE_CLERKS, SERVE

if TYPE_CHECKING:
    from ui.base.session import Session

NEEDS = {
    "Ctrl+J": (SERVE,),
    "Ctrl+F8": (SERVE,),
    "Ctrl+F5": (SERVE,),
    "Ctrl+D": (SERVE, MANAGE_CLERKS),
    "Ctrl+M": (SERVE,),
    "Ctrl+K": (SEE_CLERKS,),
    "Ctrl+W": (REVIEW,),
}
"""Any of these; what is not among them is everybody's."""


def has(session: Session, key: str) -> bool:
    return key not in NEEDS or any(session.may(one) for one in NEEDS[key])
