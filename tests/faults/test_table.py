"""Every test that docs/faults.md names is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+) \|.*\| `(tests/[\w/]+\.py)::(test_\w+)` \|")


ROWS = re.compile(r"^\| \d+ \|", re.MULTILINE)
TEXT = (ROOT / "docs" / "faults.md").read_text("utf-8")


def rows() -> list[tuple[int, str, str]]:
    return [(int(n), file, name) for n, file, name in ROW.findall(TEXT)]


def test_every_row_has_a_test() -> None:
    assert [number for number, _, _ in rows()] == list(range(1, len(ROWS.findall(TEXT)) + 1))
    for _, file, name in rows():
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
