"""Every bench on a tiny centre: the figures come, in their units, and nothing is left behind."""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from random import Random

import pytest
import typer

from counter_app.bench import BENCHES, run
from counter_app.bench.bed import Bed, copied, made
from counter_app.bench.certificates import certificates
from counter_app.bench.demo import demo
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.probes import KINDS, probes, zone
from counter_app.bench.report import as_document, as_table, limit
from counter_app.bench.residents import residents
from counter_app.bench.search import search, some_residents
from counter_app.bench.window import growth, start, visits
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.residents import mrz
from counter_app.residents.asked import Kind
from counter_app.residents.query import parse

UNITS = {
    "start": "s",
    "demo": "s",
    "memory": "MB",
    "memory.growth": "kB/visit",
    "keystrokes": "keys",
    "residents.flags.each": "µs",
}


def silent(code: str, done: int, total: int) -> None:
    assert done <= total


def checked(figures: list[Figure]) -> dict[str, Figure]:
    for figure in figures:
        assert figure.unit == UNITS.get(figure.name, "ms")
        assert figure.value > 0 or figure.name == "memory.growth"
        assert figure.floor is None or figure.floor > 0
        assert figure.name.partition(".")[0] in BENCHES
    return {figure.name: figure for figure in figures}


def test_searching_gives_a_figure_for_all_and_for_each_kind(home: Path) -> None:
    with copied(home) as bed:
        figures = checked(list(search(bed, silent)))
    assert {"search.p50", "search.p99"} < set(figures)
    assert {f"search.{kind}.p99" for kind in KINDS} <= set(figures)
    assert figures["search.p50"].value <= figures["search.p99"].value


def test_the_resident_desk(home: Path) -> None:
    with copied(home) as bed:
        figures = checked(list(residents(bed, silent)))
    assert {"residents.open.p50", "residents.open.p99", "residents.flags.each"} <= set(figures)
    assert all(figure.floor for figure in figures.values())


def test_making_a_centre_is_compared_with_bare_rows() -> None:
    with made(40, silent) as bed:
        (figure,) = checked(list(demo(bed, silent))).values()
    assert figure.ratio is not None
    assert figure.ratio > 1


def test_starting_the_real_window(home: Path) -> None:
    with copied(home) as bed:
        (figure,) = checked(list(start(bed, silent, count=1))).values()
    assert figure.ratio is not None
    assert figure.ratio > 1


def test_an_unknown_bench_names_those_there_are(home: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"call_next"):
        run("speed", None, home, as_json=True)


def test_visits_in_the_real_window(home: Path) -> None:
    with copied(home) as bed:
        figures = checked(list(visits(bed, silent, count=3)))
    assert figures["keystrokes"].value == 3
    assert {"call_next.p99", "event_loop.longest", "certificate.p99", "memory"} < set(figures)


def test_the_centre_named_stays_as_it_is_and_nothing_is_left(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    run("search", None, home, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"figures"}
    assert set(said["figures"][0]) == {"name", "value", "unit", "floor", "ratio"}
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert list(place.iterdir()) == []


def test_a_centre_with_real_people_is_refused(home: Path) -> None:
    config = home / "counter.toml"
    config.write_text(config.read_text("utf-8").partition("[demo]")[0], "utf-8")
    with pytest.raises(Refusal, match=r"bench\.not_demo"), copied(home):
        pass


def test_a_window_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"config\.missing|bench\.window"):
        list(visits(Bed(tmp_path, 10, None), silent))


def test_what_is_typed_is_what_it_is_meant_to_be(counter: Counter) -> None:
    rows = some_residents(counter.engine, range(1, 100))
    today = date(2026, 11, 23)
    meant = {
        "number": {Kind.NUMBER},
        "front": {Kind.NUMBER},
        "name": {Kind.ROMAN},
        "any_order": {Kind.ROMAN},
        "marks": {Kind.ROMAN},
        "hangul": {Kind.HANGUL},
        "beginning": {Kind.ROMAN},
        "initials": {Kind.INITIALS},
        "passport": {Kind.PASSPORT},
        "birth": {Kind.BIRTH},
        "mrz": {Kind.MRZ},
        "name_year": {Kind.MIXED},
        "nobody": {Kind.ROMAN},
        "common": {Kind.ROMAN, Kind.HANGUL, Kind.INITIALS, Kind.BIRTH},
    }
    found = probes(rows, Random(1))
    assert {probe.kind for probe in found} == set(meant)
    for probe in found:
        assert parse(probe.text, today).kind in meant[probe.kind], probe
    for row in rows:
        if row.passport_number:
            assert mrz.read(zone(row), today).document_number == row.passport_number


def test_a_hundredth_may_be_slower_than_the_99th_percentile() -> None:
    assert percentile(range(1, 101), 99) == 99
    assert percentile(range(1, 101), 50) == 50
    assert percentile([7], 99) == 7


def test_memory_that_stays_does_not_grow() -> None:
    assert growth([5, 5, 5, 5]) == 0
    assert growth([0, 1000, 2000]) == pytest.approx(1000)
    assert growth([5]) == 0


def test_a_search_has_more_time_among_a_million() -> None:
    assert limit("search.p99", 50_000) == 50
    assert limit("search.mrz.p99", 1_000_000) == 100
    assert limit("search.p50", 50_000) is None


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_table_says_what_misses_its_limit(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = [
        Figure("start", 1.2, "s", 0.3),
        Figure("memory", 400.0, "MB", 60.0),
        Figure("memory.growth", 1.0, "kB/visit"),
        *(Figure(f"search.{kind}.p99", 10.0, "ms", 1.0) for kind in KINDS),
    ]
    as_table(figures, 50_000, language)
    said = capsys.readouterr().out
    assert said.count("✗") == 1
    assert said.count("✓") == len(figures) - 1
    as_document(figures)
    assert json.loads(capsys.readouterr().out)["figures"][0]["ratio"] == 4


def test_certificates_by_the_thousand(home: Path) -> None:
    with copied(home) as bed:
        found = {f.name: f for f in certificates(bed, silent, count=8, scans=4)}
    assert found["certificates.scans.unread"].value == 0
    assert found["certificates.size"].value <= 40
    assert found["certificates.signed.p50"].ratio is not None
    assert found["certificates.render.ratio"].value == found["certificates.render.p50"].ratio
    for name in ("verify_text.p99", "verify_picture.p99", "signed.p99", "batch.each"):
        assert found[f"certificates.{name}"].value > 0
        assert limit(f"certificates.{name}", 50_000) is not None
    for figure in found.values():
        assert figure.name.partition(".")[0] in BENCHES


def test_the_floor_of_a_window_loads_nothing_of_the_program() -> None:
    loaded = "import sys, ui.bench.empty; print({'sqlmodel', 'counter_app.main'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
