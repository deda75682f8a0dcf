"""Who may work here, and who sits at which window."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from db.base import Instant, Table, stored


class Role(StrEnum):
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    PRIVACY = "privacy"
    ADMINISTRATOR = "administrator"


class Clerk(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=100)
    role: Role = Field(sa_type=stored(Role))
    password_hash: str
    failures: int = 0
    locked_at: datetime | None = Field(default=None, sa_type=Instant)
    suspended_at: datetime | None = Field(default=None, sa_type=Instant)
    languages: str = Field(default="", max_length=60)
    """Codes of what the clerk speaks besides Korean, one space between."""


class Window(Table, table=True):
    number: int = Field(primary_key=True)
    clerk_id: int | None = Field(default=None, foreign_key="clerk.id", unique=True)
    since: datetime | None = Field(default=None, sa_type=Instant)
