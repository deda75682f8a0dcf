"""Looking people up and opening their records; every search and every view is recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from counter_app import written
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import RESTRICT, SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents import buildings, codes, indexing, keyboard, masking
from counter_app.residents.alerts import Terms, alerts, facts, present
from counter_app.residents.asked import asked_by
from counter_app.residents.buildings import Meant
from counter_app.residents.comparing import differing
from counter_app.residents.records import addresses_of
from counter_app.residents.search import Match, never, search
from counter_app.residents.understood import NOBODY_WITH, OF_ITS_OWN, understood
from counter_app.residents.views import Found, Hit, Resident
from counter_app.rules import Rules
from counter_app.sync.proposals import propose
from db.engine import reading, transaction
from db.residents import ResidentRow

MOST_HITS = 100
LONGEST_ADDRESS = 200
LEAST_WHY = 5
"""Letters of the reason for seeing what is masked of a restricted record."""


class Residents:
    """`centre`: the 행정동 code of the centre this program serves."""

    def __init__(self, engine: Engine, clock: Clock, rules: Rules, centre: str) -> None:
        self._engine = engine
        self._clock = clock
        self._rules = rules
        self._centre = centre
        self._known_terms: tuple[tuple[date, object], Terms] | None = None

    def find(
        self,
        actor: Actor,
        text: str,
        limit: int = 20,
        given_up: Callable[[], bool] = never,
        typing: int | None = None,
    ) -> Found:
        """Masked hits, best first, for whatever a clerk typed or scanned (see query.parse).
        `typing`: the same number for each search at a key of one text being typed, which is how
        whoever reviews the log sees them as one.

        Raises GivenUp, with nothing shown and nothing recorded, soon after `given_up` says so;
        Refusal residents.* for text that cannot be searched or makes sense only if somebody
        is found by it, clerks.not_permitted and clerks.suspended.
        """
        queries, refused = keyboard.queries(text, self._clock.now().date())
        with reading(self._engine) as session:  # at every key: nobody's writing waits for it
            require_active(session, actor, SERVE)
            most = max(1, min(limit, MOST_HITS))
            for query in queries:
                found, more = search(session, query, self._centre, most, given_up)
                if found:
                    break
            hits = tuple(map(self._hit, found))
        query = query if hits else queries[0]
        with transaction(self._engine) as session:
            detail = {"kind": asked_by(query), "hits": len(hits), "ids": [hit.id for hit in hits]}
            if typing is not None:
                detail["typing"] = typing
            about = f"resident:{hits[0].id}" if len(hits) == 1 else "search"
            record(session, self._clock, actor, "resident.searched", about, detail)
        if not hits and (refused or query.unless_found):
            raise refused or Refusal(str(query.unless_found))
        if not hits:
            taken = None if query.unfound in OF_ITS_OWN else understood(query)
            nobody = NOBODY_WITH if taken else query.unfound or "residents.none_found"
            return Found(hits, more, query.kind, query.warning or nobody, taken)
        return Found(hits, more, query.kind, differing(query, found[0]) or query.warning)

    def open(self, actor: Actor, resident_id: int, purpose: str) -> Resident:
        """The whole record. `purpose`: a code of codes.purposes() or free text.

        Raises Refusal residents.purpose_needed, residents.purpose_long, residents.unknown,
        clerks.not_permitted and clerks.suspended.
        """
        purpose = checked_purpose(purpose)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            resident = self.read(session, resident_id)
            subject = f"resident:{resident_id}"
            record(session, self._clock, actor, "resident.viewed", subject, {"purpose": purpose})
        return resident

    def addresses(self, actor: Actor, text: str, most: int = 5) -> tuple[str, ...]:
        """Addresses of the register that a clerk may mean by `text` (see buildings.addresses).

        Raises Refusal clerks.not_permitted and clerks.suspended.
        """
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            return buildings.addresses(session, text[:LONGEST_ADDRESS], most)

    def meant(self, actor: Actor, text: str, most: int = 5) -> Meant:
        """The building or room that an address means, and what else it may be the beginning of;
        or what is like it (see buildings.meant).

        Raises Refusal clerks.not_permitted and clerks.suspended.
        """
        text = text[:LONGEST_ADDRESS]
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            found = buildings.meant(session, text, most)
            if found.address:
                return replace(found, near=buildings.addresses(session, text, most))
            return found

    def fill_keys(self) -> None:
        """Makes what people of an older store are not found by yet, and the keys of addresses put
        in by others."""
        with reading(self._engine) as session:
            more = indexing.lags(session)
        while more:
            with transaction(self._engine) as session:
                more = indexing.catch_up(session)
        with reading(self._engine) as session:
            more = buildings.lack_keys(session)
        while more:
            with transaction(self._engine) as session:
                more = buildings.fill_keys(session)

    def reveal(self, actor: Actor, resident_id: int, purpose: str) -> None:
        """Records that what a screen masks of an open record is shown in full from now on.

        Raises what `open` raises and Refusal residents.restricted_why.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            purpose = unmasking_purpose(purpose, _row(session, resident_id))
            subject = f"resident:{resident_id}"
            record(session, self._clock, actor, "resident.revealed", subject, {"purpose": purpose})

    def restrict(self, actor: Actor, resident_id: int, reason: str) -> None:
        """Bars every document of a person, as victims of domestic violence may ask for.

        Raises Refusal residents.restriction_reason, residents.unknown, clerks.not_permitted and
        clerks.suspended.
        """
        self._bar(actor, resident_id, _reason(reason), barred=True)

    def lift_restriction(self, actor: Actor, resident_id: int, reason: str) -> None:
        """Allows documents again. Raises what `restrict` raises."""
        self._bar(actor, resident_id, _reason(reason), barred=False)

    def report_card_lost(
        self, actor: Actor, resident_id: int, day: date, *, action_id: str
    ) -> Resident:
        """Notes the day on which a person lost the card; the record as it is then. Reported again
        for the same day, nothing more happens.

        Raises Refusal residents.card_none, residents.card_day_to_come, residents.card_before,
        residents.card_lost_already, residents.unknown, matters.referral_only, clerks.*.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = _row(session, resident_id)
            if row.card_lost_on != day:
                _check_loss(row, day, self._clock.now().date())
                propose(session, self._clock, resident_id, "card_lost_on", day, action_id=action_id)
                subject, detail = f"resident:{resident_id}", {"day": str(day)}
                record(session, self._clock, actor, "resident.card_lost", subject, detail)
            return self.read(session, resident_id)

    def _bar(self, actor: Actor, resident_id: int, reason: str, *, barred: bool) -> None:
        """The reason itself tells of a person and is kept with the record, not in the chain."""
        with transaction(self._engine) as session:
            require_active(session, actor, RESTRICT)
            _row(session, resident_id)
            value, action_id = reason if barred else None, uuid4().hex
            propose(session, self._clock, resident_id, "restricted", value, action_id=action_id)
            act = "resident.restricted" if barred else "resident.restriction_lifted"
            detail = {} if barred else {"reason": reason}
            record(session, self._clock, actor, act, f"resident:{resident_id}", detail)

    def read(self, session: Session, resident_id: int) -> Resident:
        """The record inside another act's transaction; that act records itself.

        Raises Refusal residents.unknown.
        """
        row = _row(session, resident_id)
        addresses = addresses_of(session, resident_id)
        household = select(func.count()).where(col(ResidentRow.household) == row.household)
        today = self._clock.now().date()
        said = facts(row, present(addresses, today), today)
        return Resident(
            id=resident_id,
            id_kind=row.id_kind,
            number=row.number,
            name_roman=row.name_roman,
            name_hangul=row.name_hangul,
            name_original=row.name_original,
            sex=row.sex,
            birth_date=row.birth_date,
            nationality=row.nationality,
            passport_number=row.passport_number,
            passport_expiry=row.passport_expiry,
            status_of_stay=row.status_of_stay,
            stay_expires=row.stay_expires,
            entered_on=row.entered_on,
            registered_on=row.registered_on,
            card_lost_on=row.card_lost_on,
            centre=row.centre,
            centre_name=codes.centre_names(said.centres),
            own_centre=self._centre in said.centres,
            addresses=addresses,
            household_size=session.exec(household).one(),
            restricted=row.restricted,
            alerts=alerts(said, self._terms(today)),
        )

    def _terms(self, today: date) -> Terms:
        """Of a day, until the district sends other rules."""
        known = today, self._rules.version
        if self._known_terms is None or self._known_terms[0] != known:
            self._known_terms = known, Terms(self._rules, today, self._centre)
        return self._known_terms[1]

    def _hit(self, match: Match) -> Hit:
        row = match.resident
        return Hit(
            id=row.id or 0,
            name_roman=row.name_roman,
            name_hangul=row.name_hangul,
            number=masking.mask_number(row.number),
            birth_date=row.birth_date,
            nationality=row.nationality,
            status_of_stay=row.status_of_stay,
            address=masking.mask_address(match.address),
            centre_code=row.centre,
            centre=codes.centre_name(row.centre),
            own_centre=row.centre == self._centre,
            matched=match.matched,
            also=match.also,
        )


def checked_purpose(text: str) -> str:
    """One line of plain text. Raises Refusal residents.purpose_needed, residents.purpose_long."""
    return written.reason(text, lacks="residents.purpose_needed", long="residents.purpose_long")


def unmasking_purpose(text: str, row: ResidentRow | None) -> str:
    """As `checked_purpose`; of a restricted record it is written, not chosen.

    Raises Refusal residents.purpose_needed, residents.purpose_long, residents.restricted_why.
    """
    purpose = checked_purpose(text)
    if row is not None and row.restricted is not None:
        chosen = purpose in {one.code for one in codes.purposes()}
        if chosen or sum(map(str.isalnum, purpose)) < LEAST_WHY:
            raise Refusal("residents.restricted_why", least=LEAST_WHY)
    return purpose


def _row(session: Session, resident_id: int) -> ResidentRow:
    row = session.get(ResidentRow, resident_id) if 0 < resident_id < 2**63 else None
    if row is None:
        raise Refusal("residents.unknown")
    return row


def _check_loss(row: ResidentRow, day: date, today: date) -> None:
    if row.stay_expires and row.stay_expires < today:
        raise Refusal("matters.referral_only", day=row.stay_expires)
    if row.registered_on is None:
        raise Refusal("residents.card_none")
    if day > today:
        raise Refusal("residents.card_day_to_come", day=day)
    if day < row.registered_on:
        raise Refusal("residents.card_before", registered=row.registered_on)
    if row.card_lost_on:
        raise Refusal("residents.card_lost_already", day=row.card_lost_on)


def _reason(text: str) -> str:
    code = "residents.restriction_reason"
    return written.reason(text, lacks=code, long=code)
