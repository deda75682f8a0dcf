"""How clerks type what the queue keeps: tasks, languages, and whom a window serves."""

import re

from counter_app.queue.views import Task


def tasks_text(tasks: tuple[Task, ...]) -> str:
    """`증명서 2, 전입신고`: how tasks are shown and typed."""
    return ", ".join(t.kind if t.quantity == 1 else f"{t.kind} {t.quantity}" for t in tasks)


def tasks_from(text: str) -> tuple[Task, ...]:
    """The tasks typed, a trailing number being how many."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found = [re.fullmatch(r"(.*?)\s+(\d{1,9})", part) for part in parts]
    return tuple(
        Task(match[1], int(match[2])) if match else Task(part)
        for match, part in zip(found, parts, strict=True)
    )


def tiers_text(tiers: tuple[tuple[str, ...], ...]) -> str:
    """`A, B > E`: E only when nobody waits for A or B."""
    return " > ".join(", ".join(tier) for tier in tiers)


def tiers_from(text: str) -> tuple[tuple[str, ...], ...]:
    """The tiers typed, codes apart by commas or spaces."""
    return tuple(map(codes_from, text.split(">")))


def codes_from(text: str) -> tuple[str, ...]:
    """The codes typed, apart by commas or spaces."""
    return tuple(re.findall(r"[^\s,]+", text))
