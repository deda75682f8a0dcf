"""docs/queue.md shows the table of moves as it is, and the simulated month as it comes out.

`python -m tests.queue.test_docs` writes both anew.
"""

import re
from pathlib import Path

from counter_app.queue.diagram import diagram
from counter_app.queue.order import Fairness
from counter_app.queue.simulation import Waits, month, waits

PAGE = Path(__file__).parents[2] / "docs" / "queue.md"
PER_DAY = (150, 200, 250)


def generated() -> dict[str, str]:
    return {"moves": f"```mermaid\n{diagram()}\n```", "month": _table()}


def _table() -> str:
    lines = [
        "| visitors a day | group | visitors | came first, mean / 90 % / longest | by the rule |",
        "|---|---|---|---|---|",
    ]
    for per_day in PER_DAY:
        by_arrival, by_rule = waits(month(1, per_day, None)), waits(month(1, per_day, Fairness()))
        lines += [
            f"| {per_day} | {group} | {by_rule[group].visitors} | {_minutes(by_arrival[group])} |"
            f" {_minutes(by_rule[group])} |"
            for group in by_rule
        ]
    return "\n".join(lines)


def _minutes(of: Waits) -> str:
    return f"{of.mean:.1f} / {of.ninetieth:.1f} / {of.longest:.1f}"


def part(text: str, name: str) -> re.Match[str]:
    found = re.search(rf"(?<=<!-- {name} -->\n).*?(?=\n<!-- /{name} -->)", text, re.DOTALL)
    assert found
    return found


def test_the_page_shows_what_the_program_does() -> None:
    text = PAGE.read_text("utf-8")
    for name, made in generated().items():
        assert part(text, name)[0] == made


if __name__ == "__main__":
    page = PAGE.read_text("utf-8")
    for key, value in generated().items():
        match = part(page, key)
        page = page[: match.start()] + value + page[match.end() :]
    PAGE.write_text(page, "utf-8")
