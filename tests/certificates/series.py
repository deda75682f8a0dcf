"""The series of the demo centre in the year of the tests."""

from counter_app.main import Counter
from tests.certificates.counts import DAY

OFFICE = "1144066000"
AR, RECEIPTS = f"2026-{OFFICE}-AR", f"2026-{OFFICE}-R"


def numbers_of(counter: Counter) -> list[int]:
    return sorted(int(view.issue_number[-6:]) for view in counter.archive.of_day(DAY))
