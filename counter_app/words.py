"""Every sentence the program says, in Korean and English, for window and terminal alike."""

import json
import os
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Self

from counter_app.clock import SEOUL
from counter_app.errors import Refusal
from counter_app.particles import settled
from counter_app.plurals import counted
from counter_app.resources import RESOURCES
from counter_app.said_days import said_day, said_moment

LANGUAGES = ("ko", "en")


@cache
def catalogue(language: str) -> dict[str, str]:
    """A language's sentences by "<file>.<key>" (resources/translations/<language>/<file>.json)."""
    return {
        f"{path.stem}.{key}": text
        for path in sorted((RESOURCES / "translations" / language).glob("*.json"))
        for key, text in json.loads(path.read_text("utf-8")).items()
    }


def user_language(configured: str = "ko") -> str:
    """COUNTER_LANG if it is one of ours, else what the office set."""
    wanted = os.environ.get("COUNTER_LANG", "")
    return wanted if wanted in LANGUAGES else configured


class Coded(str):
    """Codes as a terminal takes them, which a sentence says in words: 본인(self). The words are
    those of `area`."""

    area: str
    __slots__ = ("area",)

    def __new__(cls, area: str, codes: Iterable[str]) -> Self:
        made = super().__new__(cls, ", ".join(codes))
        made.area = area
        return made

    def __getnewargs__(self) -> tuple[str, tuple[str, ...]]:  # type: ignore[override]  # a str has the text alone
        return self.area, tuple(self.split(", "))

    def said(self, language: str) -> str:
        words = catalogue(language)
        return ", ".join(f"{words[f'{self.area}.{code}']}({code})" for code in self.split(", "))


class Twice(str):
    """What is called otherwise in each language, such as a centre's name; of itself as `plain`, as
    programs read it."""

    ko: str
    en: str
    __slots__ = ("en", "ko")

    def __new__(cls, plain: str, ko: str, en: str) -> Self:
        made = super().__new__(cls, plain)
        made.ko, made.en = ko, en
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]  # a str has the text alone
        return str(self), self.ko, self.en

    def said(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


def say(code: str, language: str, /, **fields: object) -> str:
    """The sentence for `code`, filled; days and moments as people read them. Raises KeyError for a
    code without a sentence."""
    said = {key: _said(value, language) for key, value in fields.items()}
    filled = catalogue(language)[code].format(**said)
    return settled(filled) if language == "ko" else counted(filled)


_WRITTEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:\d\d|Z)?)?", re.ASCII
)
"""A day or moment as programs write it: so it comes in what a district refuses."""
_LONGEST_DAY = len("2026-11-30")


def _said(value: object, language: str) -> object:
    if isinstance(value, Coded | Twice):
        return value.said(language)
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        value = _read(value) or value
    if isinstance(value, datetime):
        return said_moment(value if value.tzinfo else value.replace(tzinfo=SEOUL), language)
    return said_day(value, language) if isinstance(value, date) else value


def _read(text: str) -> date | None:
    read = date.fromisoformat if len(text) == _LONGEST_DAY else datetime.fromisoformat
    try:
        return read(text)
    except ValueError:  # no such day
        return None


def explain(refusal: Refusal, language: str) -> str:
    """What a refusal tells the user; of several documents, which one it is about."""
    told = say(refusal.code, language, **refusal.fields)
    if not (document := refusal.fields.get("document")):
        return told
    return say("certificates.of_document", language, number=document, told=told)
