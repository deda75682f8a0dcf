"""No sentence is kept that nothing says."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from counter_app.words import catalogue

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [path for room in ("counter_app", "db", "ui") for path in (ROOT / room).rglob("*.py")]
DATA = [
    path
    for path in (ROOT / "resources").rglob("*.*")
    if path.suffix in {".json", ".toml"} and "translations" not in path.parts
]
ANY = ".+"


def in_source(path: Path) -> Iterator[tuple[str, str]]:
    """Texts and names as ("", text), and as ("pattern", text) what is put together of parts."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Constant(value=str(text)) | ast.Name(id=text):
                yield "", text
            case ast.JoinedStr(values=values):
                parts = [
                    re.escape(str(p.value)) if isinstance(p, ast.Constant) else ANY for p in values
                ]
                yield "pattern", "".join(parts)


def in_data(path: Path) -> set[str]:
    named = re.findall(r"""['"]([^'"\n]+)['"]|^([\w-]+) =""", path.read_text("utf-8"), re.MULTILINE)
    return {path.stem, path.parent.name, *map("".join, named)}


FOUND = set(chain.from_iterable(map(in_source, SOURCES)))
WORDS = {text for kind, text in FOUND if not kind}.union(*map(in_data, DATA))
BEGINNINGS = tuple(word for word in WORDS if re.fullmatch(r"[a-z]{3,}_", word))
PATTERNS = [text for kind, text in FOUND if kind and re.search("[a-z]{2}", text.replace(ANY, ""))]
AREA = re.compile(r"\w+\\\.\.\+")  # of whose sentences only the name is told elsewhere
CODES = [re.compile(text) for text in PATTERNS if "\\." in text and not AREA.fullmatch(text)]
NAMES = [re.compile(text) for text in PATTERNS if "." not in text.replace(ANY, "")]


def said(code: str) -> bool:
    """Whether the code stands somewhere whole, or its area with a hole and its name elsewhere."""
    if code in WORDS or any(pattern.fullmatch(code) for pattern in CODES):
        return True
    name = code.partition(".")[2]
    parts = {name, name.rpartition(".")[2]}
    parts |= {part.removeprefix(start) for part in parts for start in BEGINNINGS}
    return any(part in WORDS or any(p.fullmatch(part) for p in NAMES) for part in parts)


def test_every_sentence_is_said() -> None:
    assert [code for code in catalogue("ko") if not said(code)] == []
    assert not said("ui.nothing_says_this")
