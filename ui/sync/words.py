"""How the sync with the district stands, in words: on the badge, on its page, per operation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from counter_app.errors import Refusal
from counter_app.sync.views import SyncState
from counter_app.words import explain
from ui.base.wording import day

if TYPE_CHECKING:
    from counter_app.sync.views import SyncView, WorkItem
    from ui.base.session import Session

_TONES = {
    SyncState.ALONE: "neutral",
    SyncState.FIRST: "information",
    SyncState.SYNCED: "success",
    SyncState.SENDING: "information",
    SyncState.OFFLINE: "warning",
    SyncState.BUSY: "warning",
    SyncState.ATTENTION: "danger",
}
WELL = (SyncState.SYNCED, SyncState.SENDING)
_HELD_UP = (SyncState.OFFLINE, SyncState.BUSY, SyncState.ATTENTION)
MOST_SKEW = 60
"""Seconds that a clock may be wrong without a word."""
SOON = timedelta(days=30)
"""Before a certificate's end from which on it is told."""
MINUTE, HOUR = 60, 3600
AREAS = (
    "certificate",
    "receipt",
    "payment",
    "till",
    "paper",
    "numbers",
    "resident",
    "ticket",
    "matter",
    "sync",
)
"""Of what operations are about, by the audit's subjects."""
_PARTS = {"pack": "paper", "sheet": "paper", "series": "numbers", "day": "till"}
"""What stands for an area where an operation names no more."""


def well(view: SyncView, now: datetime) -> bool:
    """Whether nobody need look at it."""
    return view.state in WELL and not view.conflicts and not _cares(view, now)


def tone(view: SyncView, now: datetime) -> str:
    """One of theme.TONES: of the words and of the dot before them."""
    troubled = view.state is SyncState.FIRST and view.reason is not None
    if troubled or (view.state in WELL and not well(view, now)):
        return "warning"
    return _TONES[view.state]


def badge(session: Session, view: SyncView, now: datetime) -> str:
    """`구청 동기화 2초 전`, `구청으로 12건 보내는 중`, `구청 연결 끊김 10:42부터`."""
    if view.state in WELL and view.conflicts:
        return session.say("ui_sync.badge_work", count=f"{view.conflicts:,}")
    if view.state in WELL and _cares(view, now):
        return session.say("ui_sync.badge_care")
    fields = {
        "ago": ago(session, view.synced, now),
        "count": f"{view.queued:,}",
        "since": clock(session, view.offline_since, now),
        "percent": percent(view),
    }
    unknown = {
        SyncState.SYNCED: view.synced is None,
        SyncState.OFFLINE: view.offline_since is None,
        SyncState.FIRST: view.progress is None,
    }
    name = f"{view.state}_unknown" if unknown.get(view.state) else view.state
    return session.say(f"ui_sync.badge_{name}", **fields)


def percent(view: SyncView) -> int:
    """Of a first copy; below 100 until it is in place."""
    if view.progress is None or not view.progress.total:
        return 0
    return min(99, 100 * view.progress.done // view.progress.total)


def first_copy(session: Session, view: SyncView) -> str:
    """How far a first copy has come, for who would look somebody up."""
    if view.progress is None:
        return session.say("ui_sync.lookup_first_unknown")
    done, total = f"{view.progress.done:,}", f"{view.progress.total:,}"
    return session.say("ui_sync.lookup_first", done=done, total=total, percent=percent(view))


def ago(session: Session, at: datetime | None, now: datetime) -> str:
    """`2초 전`, `5분 전`, `10:42`, `2026. 11. 21. 10:42`."""
    if at is None:
        return "–"
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < MINUTE:
        return session.say("ui_sync.seconds_ago", seconds=seconds)
    if seconds < HOUR:
        return session.say("ui_sync.minutes_ago", minutes=seconds // MINUTE)
    return clock(session, at, now)


def clock(session: Session, at: datetime | None, now: datetime) -> str:
    """The time today, with its day before; "–" for none."""
    if at is None:
        return "–"
    time = f"{at.astimezone(now.tzinfo):%H:%M}"
    there = at.astimezone(now.tzinfo).date()
    return time if there == now.date() else f"{day(session, there)} {time}"


def seconds(session: Session, value: float | None) -> str:
    """A span that may be short: `0.3초`, `12초`; "–" for none."""
    if value is None:
        return "–"
    return session.say(
        "ui_sync.seconds", seconds=f"{value:.1f}" if abs(value) < 10 else round(value)
    )


def _cares(view: SyncView, now: datetime) -> list[tuple[str, dict[str, object]]]:
    """What will stop the sync unless somebody sees to it: codes and their fields."""
    found: list[tuple[str, dict[str, object]]] = []
    if view.skew is not None and abs(view.skew) > MOST_SKEW:
        ahead = "ahead" if view.skew > 0 else "behind"
        found.append((f"ui_sync.clock_{ahead}", {"seconds": round(abs(view.skew))}))
    if view.until is not None and view.until - now < SOON:
        found.append(("ui_sync.ends_soon", {"until": view.until.astimezone(now.tzinfo).date()}))
    return found


def what_to_do(session: Session, view: SyncView, now: datetime) -> tuple[str, str]:
    """How things stand in one sentence, and what helps."""
    say, why = session.say, told(session, view.reason) if view.reason else ""
    work = say("ui_sync.title_work", count=view.conflicts)
    if view.state in WELL and view.conflicts:
        return work, say("ui_sync.hint_work")
    title = say(f"ui_sync.title_{view.state}")
    hint = say(f"ui_sync.hint_{view.state}", count=f"{view.queued:,}")
    held_up = view.queued and view.state in _HELD_UP
    kept = say("ui_sync.will_send", count=f"{view.queued:,}") if held_up else ""
    more = f"{work}." if view.conflicts else ""
    cares = [say(code, **fields) for code, fields in _cares(view, now)]
    if cares and view.state in WELL:
        hint = ""
    return title, " ".join(filter(None, (why, *cares, hint, kept, more)))


def told(session: Session, refusal: Refusal) -> str:
    """Its sentence; one that a newer district sends may have none here yet."""
    try:
        return explain(refusal, session.language)
    except KeyError:
        return session.say("ui_sync.unknown_code", name=refusal.code)


def why(session: Session, item: WorkItem) -> str:
    """Why the district did not apply an operation."""
    return told(session, Refusal(item.code, **item.fields))


def act(session: Session, item: WorkItem) -> str:
    """What was done here: `증명서 12`."""
    area, _, number = item.subject.partition(":")
    area = _PARTS.get(area, area)
    area = area if area in AREAS else "other"
    return session.say(f"ui_sync.area_{area}", number=number).strip()
