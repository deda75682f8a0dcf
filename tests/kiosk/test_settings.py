"""[kiosk] in counter.toml: all optional, every wrong value refused by name."""

import tomllib
from datetime import date, time

import pytest

from counter_app.errors import Refusal
from counter_app.kiosk.hours import Hours
from counter_app.kiosk.settings import Described, KioskSettings, read_kiosk
from counter_app.kiosk.words import describe
from counter_app.queue.categories import CATEGORIES, Category
from counter_app.queue.settings import QueueSettings
from counter_app.words import LANGUAGES, explain

QUEUE = QueueSettings((1, 2))


def read(text: str) -> KioskSettings:
    return read_kiosk(tomllib.loads(text), QUEUE)


def test_without_a_table_there_are_usual_hours_and_no_paper() -> None:
    assert read("") == read("[kiosk]") == KioskSettings()


def test_everything_can_be_set() -> None:
    settings = read("""
        [kiosk]
        printer = "tcp:192.168.0.50"
        printer_model = "NT-5890K"
        printer_answers = false
        opens = "08:30"
        closes = 17:30:00
        lunch = "closed"
        closed_days = [2026-12-31]
        pin = "2468"
        [kiosk.categories.A.vi]
        name = "Bản sao"
        about = "Bản sao hộ tịch"
    """)
    assert (settings.printer, settings.model, settings.answers) == (
        "tcp:192.168.0.50",
        "NT-5890K",
        False,
    )
    noon = (time(12), time(13))
    assert settings.hours == Hours(time(8, 30), time(17, 30), noon, frozenset({date(2026, 12, 31)}))
    assert settings.pin == "2468"
    assert settings.described == {("A", "vi"): Described("Bản sao", "Bản sao hộ tịch")}


@pytest.mark.parametrize(
    "line",
    [
        "printer = 9100",
        "printer_answers = 1",
        'opens = "9"',
        "opens = 9",
        'opens = "18:00"',
        'closes = "25:00"',
        'lunch = "maybe"',
        'closed_days = "2026-12-31"',
        "closed_days = [2026-12-31T09:00:00]",
        "pin = 2468",
        'pin = "123"',
        'pin = "123456789"',
        'pin = "12 4"',
        'pin = "１２３４"',
        'categories.Z.vi = { name = "a", about = "b" }',
        'categories.A.fr = { name = "a", about = "b" }',
        'categories.A.vi = { name = "a" }',
        'categories.A.vi = { name = "", about = "b" }',
        f'categories.A.vi = {{ name = "{"a" * 81}", about = "b" }}',
        'categories = "A"',
    ],
)
def test_a_wrong_value_is_refused_in_words(line: str) -> None:
    with pytest.raises(Refusal, match=r"config\.") as refusal:
        read(f"[kiosk]\n{line}")
    for language in LANGUAGES:
        assert explain(refusal.value, language)


def test_a_category_is_described_by_the_office_then_the_program_then_its_name() -> None:
    usual = CATEGORIES["A"]
    own = KioskSettings(described={("A", "vi"): Described("Bản sao", "Bản sao hộ tịch")})
    assert describe(usual, "vi", own).name == "Bản sao"
    assert describe(usual, "vi", KioskSettings()).name == "Giấy chứng nhận"
    other = Category("A", "여권", "Passports", "A")
    assert describe(other, "vi", KioskSettings()) == Described("Passports", "")
    assert describe(other, "ko", KioskSettings()) == Described("여권", "")
