"""The certificates that can be issued. A kind is data; the engine does not know it.

resources/kinds/<code>/<version>.toml; docs/certificates.md tells what stands in one.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.certificates.kind_files import IDENTITIES, ROLES, require_places, require_sound
from counter_app.errors import Refusal
from counter_app.resources import RESOURCES
from db.identity import IdKind

FOLDER = RESOURCES / "kinds"
Form = Mapping[str, Any]

RESERVED = ("R", "T")
"""Series of the receipts, each payment's and a tray's; no kind's."""
_SERIES = re.compile("[A-Z]{1,6}")


@dataclass(frozen=True, slots=True)
class Words:
    ko: str
    en: str

    def __str__(self) -> str:
        return f"{self.ko} ({self.en})"

    def in_(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that proves a ground; `numbered`: written down with the number it bears."""

    name: Words
    numbered: bool

    def within(self, proof: str) -> str | None:
        """What was written down besides its name; None where it is not named."""
        said = _plain(proof)
        names = (_plain(name) for name in (self.name.ko, self.name.en))
        return next((said.replace(name, "", 1) for name in names if name in said), None)


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody may ask, and the proof to be seen; the code is what is recorded.

    `papers`: one of them must have been seen; `minors`: it holds only of a person who is not of
    age.
    """

    code: str
    name: Words
    proof: Words
    papers: tuple[Paper, ...]
    minors: bool

    def paper(self, proof: str) -> Paper | None:
        """The one that was written down."""
        return next((paper for paper in self.papers if paper.within(proof) is not None), None)


@dataclass(frozen=True, slots=True)
class Askers:
    """Who may ask for something about a person: grounds by role, what they are identified by, and
    the age from which the person asks themselves."""

    who: Mapping[str, tuple[Ground, ...]]
    identities: tuple[str, ...] = IDENTITIES
    self_from: int = 0

    def ground(self, role: str, code: str) -> Ground | None:
        return next((ground for ground in self.who.get(role, ()) if ground.code == code), None)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a kind wants to know besides the person. `kind`: text, day or address; `default`: for
    a day, "birth" (of the person) or "today"."""

    key: str
    kind: str
    name: Words
    required: bool
    default: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind in one version. `rank` orders a list of kinds; `series` stands in the issue
    number; `holders` are the id kinds it
    can certify; `fees` the fee rules by the role of
    who asks; `requires` the facts of the record it cannot do without; `who` the grounds by the
    role of who asks; `self_from`: the age in full years from which the person asks for
    themselves; `own_centre`: only of residents of this centre; `person`: it states somebody's
    record, else it may be asked for with none open; `proof`: the fields a stranger's verifier
    compares; `form`: what is drawn."""

    code: str
    version: int
    rank: int
    series: str
    title_ko: str
    title_en: str
    title_en_rule: str
    fees: Mapping[str, str]
    validity_rule: str
    holders: frozenset[IdKind]
    who: Mapping[str, tuple[Ground, ...]]
    identities: tuple[str, ...]
    options: frozenset[str]
    requires: tuple[str, ...]
    self_from: int
    own_centre: bool
    person: bool
    encloses: bool
    asks: tuple[Ask, ...]
    proof: tuple[str, ...]
    form: Form

    def fee_rule(self, role: str) -> str:
        """A role there is none of pays as the person; it is refused elsewhere."""
        return self.fees.get(role, self.fees["self"])

    def ground(self, role: str, code: str) -> Ground | None:
        return self.askers.ground(role, code)

    @property
    def askers(self) -> Askers:
        return Askers(self.who, self.identities, self.self_from)


def askers_of(name: str) -> Askers:
    """A set of grounds of grounds.toml, for what is no certificate."""
    return Askers(_who(FOLDER, name), self_from=_set(FOLDER, name).get("self_from", 0))


def codes() -> tuple[str, ...]:
    """Every kind there is, in alphabetical order."""
    return _codes(FOLDER)


def kinds() -> tuple[Kind, ...]:
    """Every kind as it is issued now, the most asked for first."""
    return tuple(sorted(map(kind_of, codes()), key=lambda kind: kind.rank))


def kind_of(code: str, version: int | None = None) -> Kind:
    """The kind as it is issued now, or as it was. Raises Refusal certificates.no_kind, .kind_wrong,
    .kind_rule, .kind_unreadable, .kind_proof_order, .kind_series; a version that was never
    there is a KeyError."""
    if code not in codes():
        raise Refusal("certificates.no_kind", codes=", ".join(codes()))
    return _kind(FOLDER, code, version or _newest(FOLDER, code))


def versions_of(code: str) -> tuple[Kind, ...]:
    """The kind as it ever was, the newest first; none for a kind there is not."""
    if code not in codes():
        return ()
    newest = _newest(FOLDER, code)
    return tuple(kind_of(code, version) for version in range(newest, 0, -1))


@cache
def _codes(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


@cache
def _newest(folder: Path, code: str) -> int:
    return max(int(path.stem) for path in (folder / code).glob("*.toml"))


@cache
def _kind(folder: Path, code: str, version: int) -> Kind:
    path = folder / code / f"{version}.toml"
    if not path.exists():
        raise KeyError(f"{code} {version}")
    form = _read(path)
    numbers = [int(path.stem.removeprefix("words-")) for path in folder.glob("words-*.toml")]
    require_sound(
        f"{code}/{version}", form, words=numbers, sets=_read(folder / "grounds.toml").keys()
    )
    if version > 1 and (before := folder / code / f"{version - 1}.toml").exists():
        require_places(f"{code}/{version}.toml", form, _read(before))
    title = form["title"]
    return Kind(
        code=code,
        version=version,
        rank=form["rank"],
        series=_series(folder, code, form["series"]),
        title_ko=title["ko"],
        title_en=title.get("en", ""),
        title_en_rule=title.get("rule", ""),
        fees=dict.fromkeys(ROLES, form["fee"]) | form.get("fees", {}),
        validity_rule=form.get("validity", ""),
        holders=frozenset(map(IdKind, form["holders"])),
        who=_who(folder, form["who"]),
        identities=tuple(form.get("identity", IDENTITIES)),
        options=frozenset(form.get("options", ())),
        requires=tuple(form.get("requires", ())),
        self_from=form.get("self_from", _set(folder, form["who"]).get("self_from", 0)),
        person=form.get("person", _set(folder, form["who"]).get("person", True)),
        own_centre=form.get("jurisdiction", "any") == "own",
        encloses=form.get("encloses", False),
        asks=tuple(_ask(ask) for ask in form.get("asks", ())),
        proof=tuple(form.get("proof", ())),
        form={**_read(folder / f"words-{form['words']}.toml"), **form},
    )


def _series(folder: Path, code: str, series: str) -> str:
    """Raises Refusal certificates.kind_series, also for one of a kind before it in the alphabet."""
    before = (other for other in _codes(folder) if other < code)
    taken = {_read(folder / one / f"{_newest(folder, one)}.toml")["series"] for one in before}
    if series in {*RESERVED, *taken} or not _SERIES.fullmatch(series):
        raise Refusal("certificates.kind_series", kind=code, series=series[:20])
    return series


def _set(folder: Path, named: str | dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (
        _read(folder / "grounds.toml")[named] if isinstance(named, str) else named
    )
    return found


def _who(folder: Path, named: str | dict[str, Any]) -> dict[str, tuple[Ground, ...]]:
    """A set of grounds by name, or one of the kind's own; the person may always ask."""
    table = _set(folder, named)
    grounds = {role: tuple(map(_ground, table[role])) for role in ROLES if role in table}
    return {"self": (), **grounds}


def _ground(table: dict[str, Any]) -> Ground:
    name, proof = Words(table["ko"], table["en"]), Words(**table["proof"])
    papers = (
        Paper(Words(one["ko"], one["en"]), one.get("numbered", False)) for one in table["papers"]
    )
    return Ground(table["code"], name, proof, tuple(papers), table.get("minors", False))


def _ask(table: dict[str, Any]) -> Ask:
    name = Words(table["ko"], table["en"])
    required, default = table.get("required", False), table.get("default", "")
    return Ask(table["key"], table["kind"], name, required, default)


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except ValueError as error:  # no TOML, no UTF-8
        file = f"{path.parent.name}/{path.name}"
        raise Refusal("certificates.kind_unreadable", file=file, why=str(error)) from None
