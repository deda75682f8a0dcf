"""[district] of counter.toml: how long accounts stand without word from the district.

Whoever was dismissed while the line was down would go on working; so after this long nobody who
serves signs in until the district has answered.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from counter_app.checked import between, table
from counter_app.errors import Refusal
from db.sync import state_of

USUAL = timedelta(hours=72)
KEEP = timedelta(days=35)


def read_grace(data: dict[str, Any]) -> timedelta:
    """Raises Refusal config.wrong_type, config.out_of_range."""
    found = table(data, "district") if "district" in data else {}
    if "grace_hours" not in found:
        return USUAL
    return timedelta(hours=between(found, "grace_hours", 1, 24 * 365, "district"))


def read_keep(data: dict[str, Any]) -> timedelta:
    """How long what the district has taken is kept. Raises Refusal config.wrong_type,
    config.out_of_range."""
    found = table(data, "district") if "district" in data else {}
    if "keep_days" not in found:
        return KEEP
    return timedelta(days=between(found, "keep_days", 1, 366, "district"))


def require_recent(session: Session, now: datetime, grace: timedelta) -> None:
    """Raises Refusal clerks.not_synced where the district has been silent for longer."""
    state = state_of(session)
    if state is not None and state.heard is not None and now - state.heard > grace:
        hours = grace.total_seconds() / 3600
        raise Refusal("clerks.not_synced", hours=f"{hours:.0f}")
