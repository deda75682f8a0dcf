"""How the sync stands, what it found and what waits for a person, as commands answer it."""

from typing import TYPE_CHECKING

from counter_app.cli.terminal import Answer, Terminal
from counter_app.errors import Refusal
from counter_app.sync.views import SyncView, WorkItem
from counter_app.words import explain

if TYPE_CHECKING:
    from counter_app.sync.checking import Checked


def told(t: Terminal, checked: "Checked") -> Answer:
    code = "whole" if checked.whole else "mended" if checked.different else "same"
    message = t.say(f"sync.check_{code}", count=checked.different)
    answer: Answer = {"result": code, "different": checked.different, "message": message}
    return answer if t.as_json else {"result": message}


def shown(t: Terminal, view: SyncView) -> Answer:
    reason = view.reason and explain(view.reason, t.language)
    answer: Answer = {
        "state": view.state.value,
        "district": view.district,
        "reason": reason,
        "synced": view.synced,
        "offline_since": view.offline_since,
        "queued": view.queued,
        "work_items": view.conflicts,
        "lag_seconds": view.lag,
        "skew_seconds": view.skew,
        "checked": view.checked,
        "certificate_until": view.until,
    }
    if view.progress:
        answer |= {"copied": view.progress.done, "copying": view.progress.total}
    blocks = [(block.series, block.left, block.granted) for block in view.blocks]
    if t.as_json:
        named = ("series", "left", "granted")
        return answer | {"blocks": [dict(zip(named, block, strict=True)) for block in blocks]}
    return answer | {"numbers": [f"{name}: {left} / {all_}" for name, left, all_ in blocks]}


def queue(t: Terminal) -> Answer:
    """Of a queue that is shared: facts that wait, and the PC that sends them; of one that cannot be
    reached nothing."""
    if t.counter.config.shared is None:
        return {}
    from db.acts import looking  # noqa: PLC0415 - only where there is one
    from db.errors import Lost  # noqa: PLC0415
    from db.queue_upload import look  # noqa: PLC0415

    try:
        with looking(t.counter.queue.engine) as sql:
            seen = look(sql)
    except (Lost, Refusal):
        return {}
    return {"queue_queued": seen.waiting, "queue_sent_by": seen.pc if seen.leased else ""}


def item_told(t: Terminal, one: WorkItem) -> Answer:
    return {
        "id": one.id,
        "at": one.at,
        "kind": one.kind,
        "subject": one.subject,
        "outcome": one.outcome.value,
        "why": _why(t, one),
        "settled": one.settled,
        "settled_by": one.settled_by,
        "note": one.note,
    }


def _why(t: Terminal, item: WorkItem) -> str:
    try:
        return t.say(item.code, **item.fields)
    except KeyError:
        return item.code  # of a newer district
