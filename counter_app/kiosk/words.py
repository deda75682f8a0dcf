"""What the kiosk and its tickets say, in every language a visitor can choose."""

from counter_app.kiosk.settings import Described, KioskSettings
from counter_app.queue.categories import CATEGORIES, Category
from counter_app.words import say

OFFICIAL = "ko"
"""The office's own language; what staff must read on a ticket stands in it."""


def tell(key: str, language: str, **fields: object) -> str:
    """A sentence of kiosk.json in one of ten languages."""
    return say(f"kiosk.{key}", language, **fields)


def describe(category: Category, language: str, settings: KioskSettings) -> Described:
    """The office's own words if it set any, else the program's for its usual categories, else
    the category's name."""
    if own := settings.described.get((category.code, language)):
        return own
    usual = CATEGORIES.get(category.code)
    if usual and usual.name_ko == category.name_ko:
        name, about = (tell(f"category_{category.code}_{part}", language) for part in NAMED)
        return Described(name, about)
    return Described(category.name_ko if language == OFFICIAL else category.name_en, "")


NAMED = ("name", "about")
