"""Figures as a table for spreadsheets: one line a group and hour, in the user's language."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from counter_app.queue.categories import Category
from counter_app.queue.figures import Figures, Group, Hour, Times
from counter_app.words import say

COLUMNS = (
    "from",
    "to",
    "by",
    "key",
    "name",
    "visitors",
    "served",
    "no_shows",
    "cancelled",
    "waited_median",
    "waited_ninetieth",
    "service_median",
    "service_ninetieth",
    "usual",
)
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula when a cell begins with it; Korean and Japanese ones
read the wide signs too."""

Cell = str | int | float | None


def csv_of(figures: Figures, categories: Mapping[str, Category], language: str) -> str:
    """Times in minutes. Begins with a byte order mark, by which Excel knows UTF-8."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(say(f"figures.column_{column}", language) for column in COLUMNS)
    for by, cells in _lines(figures, categories, language):
        head = (figures.first, figures.last, say(f"figures.by_{by}", language))
        lines.writerow((*head, *map(safe, cells)))
    return "\ufeff" + text.getvalue()


def _lines(
    figures: Figures, categories: Mapping[str, Category], language: str
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    yield "all", _cells(figures.total, "")
    for group in figures.categories:
        known = categories.get(group.key)
        name = "" if known is None else known.name_ko if language == "ko" else known.name_en
        yield "category", _cells(group, name)
    for group in figures.windows:
        yield "window", _cells(group, "")
    for group in figures.clerks:
        yield "clerk", _cells(group, group.name)
    for hour in figures.hours:
        yield "hour", _hour(hour)


def _cells(group: Group, name: str) -> tuple[Cell, ...]:
    counts = (group.visitors, group.served, group.no_shows, group.cancelled)
    return (group.key, name, *counts, *_minutes(group.waited), *_minutes(group.service), None)


def _hour(hour: Hour) -> tuple[Cell, ...]:
    usual = None if hour.usual is None else round(hour.usual, 1)
    key = f"{hour.hour:02d}:00"
    return (key, "", hour.taken, None, None, None, *_minutes(hour.waited), None, None, usual)


def _minutes(times: Times | None) -> tuple[float | None, float | None]:
    if times is None:
        return None, None
    return round(times.median / 60, 1), round(times.ninetieth / 60, 1)


def safe(cell: object) -> object:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
