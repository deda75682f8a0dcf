"""What somebody at the district has to look into."""

from datetime import datetime

from sqlmodel import Session

from counter_app.district.tables import Alarm


def alarm(session: Session, store: str, kind: str, detail: str, now: datetime) -> bool:
    """Whether it is new."""
    if session.get(Alarm, (store, kind, detail[:200])):
        return False
    session.add(Alarm(store=store, kind=kind, detail=detail[:200], at=now))
    return True
