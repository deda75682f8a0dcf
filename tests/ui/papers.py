"""What a visitor of the built centre brings: a card's number, a passport's readable zone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app.residents.mrz import check_digit
from db.engine import connect
from tests.people import registered_foreigner


@dataclass(frozen=True)
class Visitor:
    id: int
    number: str
    name_roman: str
    name_hangul: str
    nationality: str
    passport: str
    birth: date
    sex: str
    expiry: date

    @property
    def zone(self) -> tuple[str, str]:
        """Both lines as a scanner reads them (ICAO 9303 TD3)."""
        surname, _, given = self.name_roman.partition(" ")
        first = f"P<{self.nationality}{surname}<<{given.replace(' ', '<')}".ljust(44, "<")
        number = self.passport.ljust(9, "<")
        number += check_digit(number)
        birth = f"{self.birth:%y%m%d}"
        birth += check_digit(birth)
        expiry = f"{self.expiry:%y%m%d}"
        expiry += check_digit(expiry)
        optional = "<" * 14 + "0"
        whole = check_digit(number + birth + expiry + optional)
        return first, f"{number}{self.nationality}{birth}{self.sex}{expiry}{optional}{whole}"


def visitor(home: Path, resident_id: int | None = None) -> Visitor:
    """A resident of the built centre, a registered foreigner unless told who."""
    resident_id = resident_id or registered_foreigner(home)
    connection = connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))
    try:
        columns = (
            "id, number, name_roman, name_hangul, nationality, passport_number, birth_date, sex,"
            " passport_expiry"
        )
        statement = f"SELECT {columns} FROM resident WHERE id = ?"
        row = connection.execute(statement, (resident_id,)).fetchone()
    finally:
        connection.close()
    dates = {6: date.fromisoformat(row[6]), 8: date.fromisoformat(row[8] or "2030-01-01")}
    return Visitor(*(dates.get(place, value) for place, value in enumerate(row)))
