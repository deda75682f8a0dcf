"""Reference records as the district last gave them: rules, names of codes, areas and offices of
centres, seals, staff."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from threading import Lock

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.office import MOST
from counter_app.office import Office as OwnOffice
from counter_app.residents import centres, codes
from counter_app.residents.centres import Area, Office
from counter_app.rules import Rule
from counter_app.sync.references import (
    AreaRecord,
    CodeRecord,
    OfficeRecord,
    RuleRecord,
    Said,
    SealRecord,
    StaffRecord,
    StatusListRecord,
    read,
)
from db.engine import reading
from db.references import record_of, records_of, standing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read at a checkpoint."""

    standing: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    seals: Mapping[str, SealRecord] = field(default_factory=dict)


class Replicated:
    """Read anew when a checkpoint has come since; asked of the store, so on a worker."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept = _Kept()
        self._reading = Lock()

    def refresh(self) -> None:
        """See whether another checkpoint has come. Names of codes and areas of centres are known
        everywhere from then on (residents.codes, residents.centres)."""
        with self._reading:
            now = standing(self._engine)
            if now == self._kept.standing:
                return
            with reading(self._engine) as session:
                names: dict[str, dict[str, tuple[str, str]]] = {}
                for pk, said in _read(session, "code", CodeRecord):
                    names.setdefault(pk.partition("/")[0], {})[said.code] = said.ko, said.en
                rules = tuple(_rules(session))
                areas = [_area(said) for _, said in _read(session, "area", AreaRecord, _area)]
                offices = [
                    _office(said) for _, said in _read(session, "office", OfficeRecord, _office)
                ]
                seals = dict(_read(session, "seal", SealRecord, _fits))
            codes.learn(names)
            centres.learn(areas, offices)
            self._kept = _Kept(now, rules, seals)

    def rules(self) -> tuple[Rule, ...]:
        self.refresh()
        return self._kept.rules

    def sealed(self, office: OwnOffice) -> OwnOffice:
        """The office with the seal that is registered for it now."""
        self.refresh()
        seal = self._kept.seals.get(office.code)
        return replace(office, seal_name=seal.name, seal_number=seal.number) if seal else office


def staff_of(session: Session, login: str) -> StaffRecord | None:
    """What the district says of an account, inside another act's transaction."""
    payload = record_of(session, "staff", login)
    return None if payload is None else _one("staff", login, payload, StaffRecord)


def status_lists(session: Session) -> tuple[bytes, ...]:
    """The signed lists of void certificates of all offices, as they came."""
    return tuple(said.data for _, said in _read(session, "status_list", StatusListRecord, _decodes))


def _rules(session: Session) -> Iterator[Rule]:
    for _, said in _read(session, "rule", RuleRecord, _dated):
        since = date.fromisoformat(said.effective_from)
        yield Rule(said.key, said.value, said.basis, since, said.source)


def _read(
    session: Session,
    table: str,
    kind: type[Said],
    checked: Callable[[Said], object] = lambda _: None,
) -> Iterator[tuple[str, Said]]:
    for pk, payload in records_of(session, table):
        said = _one(table, pk, payload, kind, checked)
        if said is not None:
            yield pk, said


def _one(
    table: str,
    pk: str,
    payload: bytes,
    kind: type[Said],
    checked: Callable[[Said], object] = lambda _: None,
) -> Said | None:
    """None for what cannot be meant; that it came is logged, and what was known before counts."""
    try:
        said = read(kind, payload)
        checked(said)
    except (ValueError, TypeError, AttributeError) as error:
        log.warning("record %s %s is malformed: %s", table, pk, type(error).__name__)
        return None
    return said


def _area(said: AreaRecord) -> Area:
    return Area.from_row(asdict(said))


def _office(said: OfficeRecord) -> Office:
    return Office.from_row(asdict(said))


def _dated(said: RuleRecord) -> None:
    date.fromisoformat(said.effective_from)


def _decodes(said: StatusListRecord) -> None:
    said.data  # noqa: B018 - raises


def _fits(said: SealRecord) -> None:
    """As counter.toml has to have it."""
    for name, text in (("seal_name", said.name), ("seal_number", said.number)):
        if not text.strip() or len(text) > MOST[name]:
            raise ValueError(name)
