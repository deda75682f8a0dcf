"""Every test that docs/faults.md names is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+) \|.*\| `(tests/[\w/]+\.py)::(test_\w+)` \|")


def rows() -> list[tuple[int, str, str]]:
    text = (ROOT / "docs" / "faults.md").read_text("utf-8")
    return [(int(n), file, name) for n, file, name in ROW.findall(text)]


def test_every_row_has_a_test() -> None:
    for _, file, name in rows():
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
