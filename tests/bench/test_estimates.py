"""The bench of estimated waits: minutes beside the rule's, and the time of one question."""

from pathlib import Path

from counter_app.bench.bed import copied
from counter_app.bench.estimates import estimates
from counter_app.bench.report import label


def silent(code: str, done: int, total: int) -> None:
    assert done <= total


def test_estimates_are_compared_with_the_average_rule(home: Path) -> None:
    with copied(home) as bed:
        figures = {figure.name: figure for figure in estimates(bed, silent, seeds=(2,))}
    assert [figure.unit for figure in figures.values()] == ["min", "min", "ms", "ms"]
    for name in ("estimates.p50", "estimates.p90"):
        ratio = figures[name].ratio
        assert ratio is not None
        assert ratio < 1
    assert figures["estimates.ask.p50"].value <= figures["estimates.ask.p99"].value
    assert label("estimates.ask.p99", "en") == "Estimated waits one question 99 of 100"
