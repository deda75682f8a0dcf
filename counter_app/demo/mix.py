"""Who lives in the made-up district: nationalities, statuses of stay and ages, roughly."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from counter_app.demo.luck import weighted

_STUDENT = {"D-2-2": 45, "D-2-3": 12, "D-2-6": 12, "D-4-1": 25, "D-10-1": 6}
_WORKER = {"E-9-1": 70, "E-9-2": 8, "E-9-5": 12, "E-7-4": 10}
_BRIDE = {"F-6-1": 30, "F-6-2": 6, "F-6-3": 4, "F-5-2": 20, "F-2-1": 4}
_WEST = {"E-2-1": 25, "D-2-6": 14, "D-2-3": 8, "F-6-1": 16, "F-5-2": 8, "E-7-1": 10, "D-8-1": 4}
_KIN = {"F-4-11": 30, "F-4-12": 25, "F-4-19": 20, "H-2-5": 22, "F-5-14": 22, "F-5-6": 4, "F-6-1": 2}


@dataclass(frozen=True, slots=True)
class Segment:
    share: float
    nationality: str
    people: str
    """A people of resources/demo/names.json."""
    statuses: dict[str, int]

    def status(self, random: Random) -> str | None:
        if not self.statuses:
            return None
        return weighted(random, tuple(self.statuses), tuple(accumulate(self.statuses.values())))


KOREAN = Segment(0.8, "KOR", "korean", {})
"""Households of citizens only; more citizens come with the foreign spouses."""

SEGMENTS = (
    KOREAN,
    Segment(20, "CHN", "korean_chinese", _KIN),
    Segment(14, "CHN", "chinese", {**_STUDENT, "F-6-1": 12, "F-5-2": 8, "E-7-1": 5, "F-2-7": 4}),
    Segment(14, "VNM", "vietnamese", {**_STUDENT, **_BRIDE, "E-9-1": 30, "E-7-3": 5, "F-1-5": 6}),
    Segment(4.5, "UZB", "uzbek", {**_STUDENT, **_WORKER, "F-6-1": 10}),
    Segment(1.5, "UZB", "koryo", _KIN),
    Segment(4, "THA", "thai", {**_WORKER, "F-6-1": 20, "C-3-9": 6, "D-4-1": 8}),
    Segment(4, "NPL", "nepali", {**_WORKER, "D-2-2": 40, "D-4-1": 12}),
    Segment(4, "PHL", "filipino", {**_WORKER, "F-6-1": 25, "E-6-1": 8, "F-5-2": 20}),
    Segment(3.5, "KHM", "khmer", {**_WORKER, "F-6-1": 22}),
    Segment(4, "MNG", "mongolian", {**_STUDENT, "F-6-1": 18, "G-1-10": 6, "E-7-3": 8}),
    Segment(2, "RUS", "russian", {"D-2-2": 20, "D-4-1": 14, "F-6-1": 14, "E-6-1": 4, "E-7-1": 8}),
    Segment(2, "RUS", "koryo", _KIN),
    Segment(2, "KAZ", "kazakh", {**_STUDENT, "F-6-1": 8}),
    Segment(1, "KAZ", "koryo", _KIN),
    Segment(2.5, "IDN", "indonesian", {**_WORKER, "D-2-3": 20}),
    Segment(0.7, "IDN", "indonesian_mononym", _WORKER),
    Segment(3, "MMR", "burmese", {**_WORKER, "D-2-2": 40, "G-1-6": 8}),
    Segment(2.2, "BGD", "bengali", {**_WORKER, "D-2-3": 20, "G-1-5": 6}),
    Segment(1.5, "LKA", "sinhala", _WORKER),
    Segment(1.2, "PAK", "pakistani", {**_WORKER, "D-2-3": 30, "G-1-5": 10, "D-9-1": 10}),
    Segment(1.5, "IND", "indian", {"D-2-4": 20, "E-7-1": 40, "D-8-1": 8, "F-3-1": 4}),
    Segment(2.5, "USA", "english", {**_WEST, "A-3": 4}),
    Segment(2.5, "USA", "korean", {"F-4-11": 60, "F-4-12": 40}),
    Segment(1.2, "CAN", "english", _WEST),
    Segment(0.6, "CAN", "korean", {"F-4-11": 60, "F-4-12": 40}),
    Segment(0.8, "GBR", "english", _WEST),
    Segment(0.6, "AUS", "english", {**_WEST, "H-1": 20}),
    Segment(3, "JPN", "japanese", {"F-6-1": 30, "D-2-6": 30, "D-4-1": 20, "H-1": 15, "D-7-1": 10}),
    Segment(1.8, "TWN", "taiwanese", {"F-2-99": 40, "D-4-1": 25, "F-5-1": 30, "H-1": 15}),
    Segment(1, "FRA", "french", {"D-2-6": 40, "H-1": 20, "E-7-1": 10, "F-6-1": 10}),
    Segment(0.8, "DEU", "german", {"D-2-6": 40, "H-1": 20, "D-7-1": 15, "F-6-1": 10}),
    Segment(0.5, "TUR", "turkish", {"D-2-3": 30, "D-9-1": 10, "F-6-1": 20}),
    Segment(0.5, "NGA", "nigerian", {"D-2-3": 30, "G-1-5": 20, "D-9-1": 20}),
    Segment(0.4, "BRA", "brazilian", {"D-2-6": 30, "E-6-1": 10, "F-6-1": 20}),
    Segment(0.3, "POL", "polish", {"D-2-6": 30, "H-1": 10, "F-6-1": 10}),
)
_WEIGHTS = tuple(accumulate(segment.share for segment in SEGMENTS))

AGES = {
    "": (20, 84),
    "C-3": (20, 60),
    "D-2": (19, 33),
    "D-4": (18, 28),
    "D-10": (23, 34),
    "E-9": (20, 40),
    "H-1": (18, 30),
    "H-2": (25, 62),
    "F-4": (24, 76),
    "F-5": (28, 80),
    "F-6": (21, 60),
}
"""Heads of household, by status; anyone else is 24 to 58."""
USUAL_AGES = (24, 58)

DEPENDANT = {
    "D-7": "F-3-1",
    "D-8": "F-3-1",
    "E-2": "F-3-1",
    "E-7": "F-3-1",
    "F-2": "F-2-99",
    "F-4": "F-4-12",
    "F-5": "F-2-3",
    "H-2": "F-1-11",
}
"""What the spouse and children of such a person stay on."""

PASSPORTS = {
    "KOR": ("M{}{}{}{}{}{}{}{}", "M{}{}{}A{}{}{}{}"),
    "CHN": ("E{}{}{}{}{}{}{}{}", "EA{}{}{}{}{}{}{}", "EJ{}{}{}{}{}{}{}"),
    "VNM": ("B{}{}{}{}{}{}{}", "C{}{}{}{}{}{}{}", "N{}{}{}{}{}{}{}"),
    "UZB": ("FA{}{}{}{}{}{}{}", "AC{}{}{}{}{}{}{}"),
    "THA": ("AA{}{}{}{}{}{}{}", "AC{}{}{}{}{}{}{}"),
    "NPL": ("PA0{}{}{}{}{}{}",),
    "PHL": ("P{}{}{}{}{}{}{}A", "P{}{}{}{}{}{}{}B"),
    "KHM": ("N{}{}{}{}{}{}{}{}",),
    "MNG": ("E{}{}{}{}{}{}{}",),
    "RUS": ("7{}{}{}{}{}{}{}{}",),
    "KAZ": ("N{}{}{}{}{}{}{}{}",),
    "IDN": ("B{}{}{}{}{}{}{}", "C{}{}{}{}{}{}{}", "E{}{}{}{}{}{}{}"),
    "MMR": ("MD{}{}{}{}{}{}", "MF{}{}{}{}{}{}"),
    "BGD": ("A{}{}{}{}{}{}{}{}", "EH{}{}{}{}{}{}{}"),
    "LKA": ("N{}{}{}{}{}{}{}{}",),
    "PAK": ("AB{}{}{}{}{}{}{}",),
    "IND": ("T{}{}{}{}{}{}{}", "Z{}{}{}{}{}{}{}"),
    "USA": ("5{}{}{}{}{}{}{}{}", "A{}{}{}{}{}{}{}{}"),
    "CAN": ("AB{}{}{}{}{}{}",),
    "GBR": ("1{}{}{}{}{}{}{}{}",),
    "AUS": ("PA{}{}{}{}{}{}{}",),
    "JPN": ("TK{}{}{}{}{}{}{}", "TR{}{}{}{}{}{}{}"),
    "TWN": ("3{}{}{}{}{}{}{}{}",),
    "FRA": ("{}{}FV{}{}{}{}{}",),
    "DEU": ("C{}{}X{}{}T{}{}",),
    "TUR": ("U{}{}{}{}{}{}{}{}",),
    "NGA": ("A{}{}{}{}{}{}{}{}",),
    "BRA": ("FY{}{}{}{}{}{}",),
    "POL": ("EN{}{}{}{}{}{}{}",),
}
"""Shapes of passport numbers, `{}` a digit."""


def draw_segment(random: Random) -> Segment:
    return weighted(random, SEGMENTS, _WEIGHTS)


@cache
def main_status(status: str | None) -> str:
    """`F-6-1` → `F-6`; citizens have none."""
    return "-".join(status.split("-")[:2]) if status else ""
