"""What the faults cost, in a file from which docs/benchmarks.md gets its table (bin/ha-figures)."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.ha.load import Load

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
TABLE = re.compile(r"(?<=<!-- ha -->\n).*?(?=\n<!-- /ha -->)", re.DOTALL)
HEAD = (
    "| fault | acknowledged | lost | twice | seconds without a write | limit |",
    "|---|---:|---:|---:|---:|---|",
)


@dataclass(frozen=True)
class Report:
    """`file`: None where nobody wants to know."""

    file: Path | None

    def add(self, fault: str, load: Load, limit: str = "") -> None:
        counted = (load.acknowledged(), len(load.lost()), load.twice())
        self.row(fault, *counted, f"{load.longest_pause():.1f}", limit)

    def row(self, *cells: object) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps([str(cell) for cell in cells]) + "\n")


def table(file: Path) -> str:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return "\n".join((*HEAD, *(f"| {' | '.join(row)} |" for row in rows)))


if __name__ == "__main__":
    page = PAGE.read_text("utf-8")
    assert TABLE.search(page)
    made = table(Path(sys.argv[1]))
    PAGE.write_text(TABLE.sub(lambda _: made, page), "utf-8")
