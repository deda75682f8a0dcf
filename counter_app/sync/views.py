"""What screens and commands see of the sync."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.errors import Refusal
from counter_app.sync.outcome import Outcome


class SyncState(StrEnum):
    ALONE = "alone"
    """This counter belongs to no district."""
    FIRST = "first"
    """The first copy of the register is being fetched; nobody can be looked up yet."""
    SYNCED = "synced"
    SENDING = "sending"
    OFFLINE = "offline"
    """The district cannot be reached; work goes on."""
    BUSY = "busy"
    """The district answers that it cannot now, and has for a while; work goes on."""
    ATTENTION = "attention"
    """Somebody has to do something: `reason` says what."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Records of a snapshot that have come, of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BlockLevel:
    """Numbers left of a series; `granted` in all blocks that are open."""

    series: str
    left: int
    granted: int


@dataclass(frozen=True, slots=True)
class SyncView:
    """`synced`: when everything up to then was known to be here and there. `queued`: operations
    not yet settled by the district; `conflicts`: work items open. `lag`: seconds the newest change
    took from the district's commit until it was here, None before the first. `skew`: seconds this
    PC's clock is ahead of the district's."""

    state: SyncState
    district: str = ""
    synced: datetime | None = None
    offline_since: datetime | None = None
    reason: Refusal | None = None
    queued: int = 0
    conflicts: int = 0
    lag: float | None = None
    skew: float | None = None
    progress: Progress | None = None
    checked: datetime | None = None
    """When the replica was last compared with the district's register."""
    blocks: tuple[BlockLevel, ...] = ()
    until: datetime | None = None
    """The client certificate's end."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An operation that the district did not apply, for a person to settle. `code` and `fields`
    make the sentence that says why; `subject` as in the audit (`certificate:12`)."""

    id: int
    op_id: str
    kind: str
    subject: str
    outcome: Outcome
    code: str
    fields: dict[str, str]
    at: datetime
    """Of the act."""
    told: datetime
    """When the district's answer came."""
    settled: datetime | None = None
    settled_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of a resident's record that the district has still to make. `field` as in
    documents.RESIDENT; the record shows `value` already."""

    op_id: str
    field: str
    value: str | None
    at: datetime
