"""What can be done at the counter about somebody's residence. A procedure is data; the engine does
not know it.

resources/matters/<code>/<version>.toml; docs/resident-desk.md tells what stands in one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from counter_app.certificates.kinds import Words
from counter_app.errors import Refusal
from counter_app.residents.codes import normalised_status
from counter_app.resources import RESOURCES
from db.identity import IdKind
from db.matters import MatterState

FOLDER = RESOURCES / "matters"


@dataclass(frozen=True, slots=True)
class Question:
    """What the visitor is asked. `kind`: one of counter_app.matters.answers.READ."""

    key: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to bring; its name stands in the words of every language."""

    key: str
    required: bool
    holders: frozenset[IdKind] = frozenset(IdKind)
    """Whose kind of number it belongs to."""


@dataclass(frozen=True, slots=True)
class Step:
    """`states`: in which it can be true; empty for all. `between`: only of a move from another
    centre. `staying`: only of whose stay is not over."""

    key: str
    name: Words
    states: frozenset[MatterState] = frozenset()
    between: bool = False
    staying: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """`needs`: names of counter_app.matters.guards.GUARDS. `proposes`, `settles`: whether the
    district is asked for the procedure's proposal, or for its settlement; `due`: the rule that
    gives the days until the next date; `reasons`: one of these must be said."""

    act: str
    to: MatterState
    needs: tuple[str, ...]
    proposes: bool
    settles: bool
    due: str
    reasons: tuple[str, ...]
    notifies: bool = False
    """Whether the procedure's notice goes out."""

    @property
    def carries_on(self) -> bool:
        """Whether something is asked of who decides, or settled."""
        return self.proposes or self.settles


Table = Mapping[tuple[MatterState, str], Move]


@dataclass(frozen=True, slots=True)
class Procedure:
    """`newcomer`: it makes a record of somebody without one; `anybody`: who has none may ask, too;
    `of_card`: only who has a card.
    `deadlines`: rules by the kind of number, `deadline_from`: the answer from which is counted.
    `proposal`, `settlement`: names of counter_app.matters.proposing.PROPOSALS. `office`: who
    decides or goes on (offices.toml). `guides`: the answer by which papers are added. `one_of`:
    answers of which one is needed."""

    code: str
    version: int
    rank: int
    title: Words
    ground: Words
    holders: frozenset[IdKind]
    newcomer: bool
    anybody: bool
    of_card: bool
    own_centre: bool
    deadlines: Mapping[IdKind, str]
    deadline_from: str
    fee_rule: str
    fee_taken: str
    """The rule that says where: "here", or by whoever decides; "" for here."""
    questions: tuple[Question, ...]
    one_of: tuple[str, ...]
    papers: tuple[Paper, ...]
    steps: tuple[Step, ...]
    table: Table
    proposal: str
    settlement: str
    notice: str
    office: str
    guides: str

    @property
    def only_refers(self) -> bool:
        """Whether nothing is done here but to say where to go."""
        return all(
            move.to in (MatterState.REFERRED, MatterState.WITHDRAWN) for move in self.table.values()
        )

    @property
    def for_overstay(self) -> bool:
        """Whether it may be begun for whose stay is over: it leads to immigration, nowhere else."""
        return self.only_refers and self.office == "immigration"

    def papers_for(self, facts: Mapping[str, str], kind: IdKind | None) -> tuple[Paper, ...]:
        """What is to be brought, given what was told. `kind`: None of who has no number yet."""
        status = facts.get(self.guides, "")
        more = guidance(status) if status else ()
        own = (one for one in self.papers if kind is None or kind in one.holders)
        return (*own, *(Paper(key, required=False) for key in more))

    def steps_for(self, facts: Mapping[str, str], *, over: bool) -> tuple[Step, ...]:
        """What is to be done, given what was told and whether the stay is over."""
        stays = facts.get("old_centre") == facts.get("centre")
        return tuple(
            step
            for step in self.steps
            if not (step.between and stays) and not (step.staying and over)
        )


@cache
def codes() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in FOLDER.iterdir() if any(path.glob("[0-9]*.toml"))))


def procedures() -> tuple[Procedure, ...]:
    """Every procedure as it is done now, in the order of the counter."""
    return tuple(sorted(map(procedure_of, codes()), key=lambda found: found.rank))


def procedure_of(code: str, version: int | None = None) -> Procedure:
    """As it is done now, or as it was. Raises Refusal matters.no_procedure; a version that was
    never there is a KeyError."""
    if code not in codes():
        raise Refusal("matters.no_procedure", codes=", ".join(codes()))
    return _procedure(code, version or _newest(code))


def guidance(status: str) -> tuple[str, ...]:
    """The papers for a status of stay, those common to all first. Raises Refusal
    residents.status_unknown."""
    lists = _read("guidance.toml")
    main = "-".join(normalised_status(status).split("-")[:2])
    own = [*lists["series"].get(main[0], ()), *lists["status"].get(main, ())]
    found = dict.fromkeys([*lists["all"], *(own or lists["other"])])
    return tuple(key for key in found if key != "card" or main[0] not in lists["no_card"])


@cache
def _newest(code: str) -> int:
    return max(int(path.stem) for path in (FOLDER / code).glob("[0-9]*.toml"))


@cache
def _procedure(code: str, version: int) -> Procedure:
    if not (FOLDER / code / f"{version}.toml").exists():
        raise KeyError(f"{code} {version}")
    said = _read(f"{code}/{version}.toml")
    deadline = said.get("deadline", {})
    holders = frozenset(map(IdKind, said["holders"]))
    special = {IdKind(kind): rule for kind, rule in said.get("deadlines", {}).items()}
    usual = dict.fromkeys(holders, deadline["rule"]) if deadline else {}
    return Procedure(
        code=code,
        version=version,
        rank=said["rank"],
        title=Words(**said["title"]),
        ground=Words(**said["ground"]),
        holders=holders,
        newcomer=said.get("newcomer", False),
        anybody=said.get("newcomer", False) or said.get("anybody", False),
        of_card=said.get("of_card", False),
        own_centre=said.get("jurisdiction", "any") == "own",
        deadlines=usual | special,
        deadline_from=deadline.get("from", ""),
        fee_rule=said.get("fee", ""),
        fee_taken=said.get("fee_taken", ""),
        questions=tuple(_question(row) for row in said["asks"]),
        one_of=tuple(said.get("one_of", ())),
        papers=tuple(map(_paper, said["documents"])),
        steps=tuple(map(_step, said["steps"])),
        table=_table(said["table"]),
        proposal=said.get("proposal", ""),
        settlement=said.get("settlement", ""),
        notice=said.get("notice", ""),
        office=said.get("office", ""),
        guides=said.get("guides", ""),
    )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(row["key"], row["kind"], row.get("required", False))


def _paper(row: Mapping[str, Any]) -> Paper:
    return Paper(row["key"], row["required"], frozenset(map(IdKind, row.get("holders", IdKind))))


def _step(row: Mapping[str, Any]) -> Step:
    states = frozenset(map(MatterState, row.get("states", ())))
    return Step(
        row["key"],
        Words(row["ko"], row["en"]),
        states,
        row.get("between", False),
        row.get("staying", False),
    )


@cache
def _table(name: str) -> Table:
    return {
        (MatterState(before), row["act"]): Move(
            row["act"],
            MatterState(row["to"]),
            tuple(row.get("needs", ())),
            row.get("proposes", False),
            row.get("settles", False),
            row.get("due", ""),
            tuple(row.get("reasons", ())),
            row.get("notifies", False),
        )
        for row in _read("tables.toml")[name]
        for before in row["from"]
    }


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
