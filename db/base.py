"""What every table shares: the naming of constraints, stored enums, aware instants."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, DateTime, Dialect, Enum, MetaData, String
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

from db.errors import Refusal

SEOUL = ZoneInfo("Asia/Seoul")


class Table(SQLModel):
    """Base of all tables. Rows stay inside the services; screens get frozen dataclasses."""

    model_config = {"defer_build": True}  # rows are not validated: no start makes validators

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """An aware moment; in SQLite as ISO text in Seoul time, so that it sorts and reads well."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        local = value.astimezone(SEOUL)
        return local.isoformat(timespec="microseconds") if dialect.name == "sqlite" else local

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(SEOUL)


class Day(TypeDecorator[date]):
    """A day of a record. What others wrote into the store may be no day at all, which is said by
    the name of the field: Refusal residents.impossible_<field>."""

    impl = Date
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        read = super().result_processor(dialect, coltype)

        def checked(value: Any) -> Any:
            try:
                return read(value) if read else value
            except (TypeError, ValueError):
                raise Refusal(f"residents.impossible_{self.field}") from None

        return checked


def day(field: str) -> Any:
    """A column type for a day of that field of a record."""
    return Day(field)


def stored(kind: type[StrEnum]) -> Any:
    """A column type that stores an enum's values and lets the database check them: PostgreSQL by
    a type of its own, as it reads the text of a CHECK anew for every statement that writes."""
    how: dict[str, Any] = {
        "name": kind.__name__.lower(),
        "values_callable": lambda members: [member.value for member in members],
        "validate_strings": True,
    }
    checked = Enum(kind, **how, native_enum=False, create_constraint=True, length=20)
    return checked.with_variant(Enum(kind, **how), "postgresql")
