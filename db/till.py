"""How payments were made or waived, what moved in the drawer, and the days that are closed.

No row of these tables is ever changed or deleted, and none can be added to a closed day.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from db.base import Instant, Table, stored
from db.certificates import Tender


class PaymentPart(Table, table=True):
    """What one tender bore of a payment; the parts of a payment add up to its won."""

    __tablename__ = "payment_part"

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payment.id", index=True)
    tender: Tender = Field(sa_type=stored(Tender))
    won: int
    reference: str = Field(default="", max_length=20)
    """The approval number of a card terminal or the number of a revenue stamp."""
    stamp_key: str = Field(default="", max_length=80, index=True)
    """The stamp's number as every way of writing it has it; a trigger takes it once."""


class WaiverRow(Table, table=True):
    """Why a payment took nothing, and what was seen or consented to as proof."""

    __tablename__ = "waiver"

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payment.id", unique=True)
    ground: str = Field(max_length=40)
    proof: str = Field(max_length=100)
    consent: bool
    """The holder let the office look it up in the shared records."""
    earlier: str = Field(default="", max_length=40, index=True)
    """The document that was wrong and is issued anew: its issue number, or the confirmation number
    of one that this PC has not issued."""


class DrawerKind(StrEnum):
    OPEN = "open"
    IN = "in"
    OUT = "out"


class DrawerMove(Table, table=True):
    """Cash that moved without a payment: the float, and what was put in (+) or taken out (-)."""

    __tablename__ = "drawer_move"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    day: str = Field(max_length=10, index=True)
    kind: DrawerKind = Field(sa_type=stored(DrawerKind))
    won: int
    reason: str = Field(default="", max_length=200)
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
    window: int | None = None


class DrawerCount(Table, table=True):
    """What lay in the drawer, by denomination, against what should have."""

    __tablename__ = "drawer_count"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    day: str = Field(max_length=10, index=True)
    pieces: str
    """How many of each denomination, as JSON: {"10000": 3}."""
    counted: int
    expected: int
    at: datetime = Field(sa_type=Instant)
    clerk_id: int


class Settlement(Table, table=True):
    """A closed day, signed by two."""

    day: str = Field(primary_key=True, max_length=10)
    action_id: str = Field(unique=True, max_length=60)
    content: str
    """What the sheet states, as JSON."""
    clerk_id: int
    supervisor_id: int
    at: datetime = Field(sa_type=Instant)
