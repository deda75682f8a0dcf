"""The pages of every version of every kind, by what they hash to: python -m
tests.certificates.every_version adds to every_version.json what it lacks.

What stands there is never written anew: such pages may have been issued, and are drawn again to the
byte. A new version of a kind is added when it is released.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from counter_app.certificates.archive import sha256
from counter_app.certificates.content import CertificateContent, Reissue
from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.render import render_certificate
from counter_app.clock import SEOUL
from tests.certificates.papers import ADDRESS, NATIVE, PLAIN
from tests.certificates.test_kinds import whole

FILE = Path(__file__).with_suffix(".json")
LONG = 30
"""Times a row of a list stands there, so that there are pages to be marked across."""
AGAIN = Reissue(2, datetime(2026, 11, 23, 9, 5, tzinfo=SEOUL))


def versions() -> Iterator[tuple[str, int]]:
    for code in codes():
        for version in range(1, kind_of(code).version + 1):
            yield code, version


def hashes(code: str, version: int, kept: dict[str, Any]) -> dict[str, str]:
    """Of a page, of one with letters of all fonts and long lists, and of that printed again.
    `kept`: what the file has."""
    plain, native = (content(kept[name], code, version) for name in ("plain", "native"))
    tables = tuple(replace(table, rows=table.rows * LONG) for table in native.tables)
    native, pages = replace(native, tables=tables), [bytes.fromhex(kept["page"])]
    enclosed = pages * 2 if kind_of(code).encloses else []
    drawn = {
        "plain": render_certificate(plain, enclosed=enclosed),
        "native": render_certificate(native, enclosed=enclosed),
        "again": render_certificate(native, enclosed=enclosed, again=AGAIN),
    }
    return {name: sha256(pdf) for name, pdf in drawn.items()}


def content(said: dict[str, Any], code: str, version: int) -> CertificateContent:
    """As it was kept, of this kind and version; answers and lists are those the kind has."""
    form = kind_of(code, version).form
    texts = {one["key"] for one in form.get("asks", ())}
    columns = {one["source"]: len(one["columns"]) for one in form.get("tables", ())}
    tables = [
        one | {"rows": [row[: columns[one["source"]]] for row in one["rows"]]}
        for one in said["tables"]
        if one["source"] in columns
    ]
    return CertificateContent.from_json(
        json.dumps(
            said
            | {"kind": code, "version": version, "title_ko": form["title"]["ko"]}
            | {"details": [one for one in said["details"] if one[0] in texts]}
            | {"tables": tables}
        )
    )


def begun() -> dict[str, Any]:
    """What the pages state, from the papers of today."""
    english: dict[str, Any] = {
        "office_en": "Seogyo-dong Community Centre",
        "issuer_en": "Head of Seogyo-dong",
    }
    made = {}
    for name, paper in (("plain", PLAIN), ("native", NATIVE)):
        every = [whole(code, replace(paper, **english), 1) for code in codes()]
        widest = sorted((t for one in every for t in one.tables), key=lambda t: len(t.rows[0]))
        tables = {table.source: table for table in widest}
        details = dict(pair for one in every for pair in one.details) | {"document": ADDRESS}
        said = replace(every[0], tables=tuple(tables.values()), details=tuple(details.items()))
        made[name] = json.loads(said.to_json())
    picture = BytesIO()
    Image.new("L", (62, 87), 200).save(picture, "JPEG")
    return made | {"page": picture.getvalue().hex(), "sha256": {}}


def main() -> None:
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else begun()
    for code, version in versions():
        known = kept["sha256"].setdefault(code, {})
        if str(version) not in known:
            known[str(version)] = hashes(code, version, kept)
    FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
