"""A month of accesses as the privacy officer reviews it."""

from dataclasses import replace
from datetime import datetime

from counter_app.clock import SEOUL
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.findings import Finding

MONTH = "2026-11"
DECEMBER = datetime(2026, 12, 2, 9, 30, tzinfo=SEOUL)


def found(counter: Counter, officer: Actor, rule: str) -> list[Finding]:
    review = counter.review.month(officer, MONTH)
    return [noted.finding for noted in review.found if noted.finding.rule == rule]


def serving(actor: Actor) -> Actor:
    return replace(actor, ticket="E001")


def five_searches(counter: Counter, clerk: Actor) -> None:
    for _ in range(5):
        counter.residents.find(clerk, "nguyen")
