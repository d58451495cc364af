"""Units against a measure: where they stand, what those ahead do better, who is like them one grade up."""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from pug import _pug
from pug._errors import PugError, failure
from pug._html import table as html_table
from pug._lines import table_lines
from pug._numbers import percent, short
from pug.cohorts import column_of
from pug.model import Remediation, Text, in_language
from pug.observations import text_of_cell
from pug.pieces import Pieces
from pug.plans import Answer, in_request, written
from pug.table import Bytes, ResultColumn, Rows

if TYPE_CHECKING:
    from pug.scores import Scores

Against: TypeAlias = "str | int | Mapping[str, float]"
"""``best``, ``median``, ``mean``, ``group``, a unit, or a profile: values that are aimed at, by id of the criterion."""

Group: TypeAlias = "str | Sequence[object]"
"""A column with the group of every unit, or the groups themselves."""

WORDS = ("best", "median", "mean", "group")

_MOST_PEERS = 1000


@dataclass(frozen=True)
class BenchmarkRow:
    """A unit and its measure in one criterion.

    Attributes:
        criterion: Id of the node; of the root its JSON pointer where it has none.
        title: Its title by language.
        is_total: Whether this is the score.
        lower_is_better: Whether a low value is a good one: of the score by the instrument's direction, of other nodes
            where better answers lower them.
        own: The unit's value; None unless observed.
        status: Its status.
        other: The value that it is compared with; None where there is none.
        other_status: ``observed``, or why there is none.
        others: How many units `other` was taken from.
        difference: How much better off the unit is: positive is better, whatever the direction. None unless both values
            are there.
        standing: Share of the other units that are behind it, equals half, 0–1; None without a value or others.
        standing_among: How many others that is a share of.
    """

    criterion: str
    title: Text
    is_total: bool
    lower_is_better: bool
    own: float | None
    status: str
    other: float | None
    other_status: str
    others: int
    difference: float | None
    standing: float | None
    standing_among: int

    @property
    def counts(self) -> bool:
        """Whether both values are there."""
        return self.difference is not None


@dataclass(frozen=True)
class Practice:
    """A variable in which those ahead have better answers, and which matters for the unit.

    Attributes:
        variable: Its name.
        title: Its title by language.
        own: The unit's answer.
        best: The best answer of those ahead.
        ahead: How many of those answered.
        better: How many of them better.
        units: The first five of the latter, the best ranked first.
        gain: What the score would gain with that answer and all others as they are; below 0 where it opens questions
            that the unit has not answered. None without a score before or after.
        gates: Keys of the gates that the unit fails now and would not then.
        evidence: What has to be shown.
        remediation: What to do; None where the instrument does not say.
    """

    variable: str
    title: Text
    own: Answer
    best: Answer
    ahead: int
    better: int
    units: tuple[str, ...]
    gain: float | None
    gates: tuple[str, ...]
    evidence: Text
    remediation: Remediation | None


@dataclass(frozen=True)
class Peer:
    """A unit like the one at hand whose grade is higher.

    Attributes:
        unit: Its name.
        grade: Its grade.
        score: Its score; None unless observed.
        distance: 0 (the same) to 1 (at opposite ends of everything): Gower's, over the criteria that have none below
            them and both units a value in, each as a share of its range.
        shared: How many criteria those are.
        ahead: In which criteria it is ahead, and by how much; the score is left out.
    """

    unit: str
    grade: str | None
    score: float | None
    distance: float
    shared: int
    ahead: Mapping[str, float]


@dataclass(frozen=True)
class _Scope:
    """Units that are compared with each other: what the engine found for them, and their rows in the table."""

    native: _pug.Scores
    rows: Rows
    counted: Bytes | None


class Benchmark:
    """Units against a measure; what is asked for is computed then. Cohorts are compared within themselves.

    Attributes:
        against: What they are compared with: ``best``, ``median``, ``mean``, ``group``, the name of a unit, or
            ``profile``.
        profile: The values aimed at; empty without a profile.
    """

    def __init__(self, scores: Scores, against: Against, group: Group | None, middle: str | None) -> None:
        """Says what units of some scores are compared with; `Scores.benchmark` is how to get it."""
        self._scores = scores
        self._members = scores._cohorts.members(len(scores))
        self._groups = None if group is None else _groups(scores, group)
        self._made: dict[tuple[str, int], tuple[_pug.Benchmarking, _Scope]] = {}
        self._middle = middle
        self._unit: int | None = None
        self.profile: Mapping[str, float] = {}
        if isinstance(against, Mapping):
            self.profile = _profile(against)
            self.against = "profile"
        elif isinstance(against, str) and against in WORDS:
            self.against = against
        else:
            self._unit = scores.index(against)
            self.against = scores._units.name(self._unit)
        if against == "group" and self._groups is None and scores.cohorts is None:
            message = "units are to be compared with their groups: name their column (group), or score with by"
            raise failure("argument", "benchmark.groups", message)
        for cohort in self._members:
            self._check(cohort)

    @property
    def instrument(self) -> dict[str, str]:
        """What the scores come from: instrument, edition, status, fingerprint, version of the engine."""
        return self._scores.provenance

    # --- questions about one unit ---

    def of(self, unit: str | int) -> list[BenchmarkRow]:
        """The unit and its measure in every criterion, the score first, wholes before parts.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        document, _ = self._document(self._scores.index(unit), 0)
        return [_row(row) for row in document["criteria"]]

    def practices(self, unit: str | int) -> list[Practice]:
        """What those ahead do better: what meets a gate first, then by what the score would gain.

        They are the unit, or the best, that it is compared with; else the units with a better score, of its group where
        it is compared with that. A variable is left out where the better answer would change nothing for the unit.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        document, scope = self._document(self._scores.index(unit), 0)
        gates = [gate.key for gate in self._scores.instrument.gates]
        return [self._practice(practice, scope, gates) for practice in document["practices"]]

    def peers(self, unit: str | int, k: int = 3) -> list[Peer]:
        """The units most like this one that are one grade up, the nearest first.

        Where nobody is exactly one up they are of the next higher grade that there is. A grade outside the order, as
        gates give it, and no grade at all stand below the lowest.

        Args:
            unit: The unit.
            k: How many, at most 1,000.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``), or `k` is no such number (``benchmark.peers``).
        """
        document, scope = self._document(self._scores.index(unit), _count(k))
        return [self._peer(peer, scope) for peer in document["peers"]]

    def compared_with(self, unit: str | int) -> tuple[list[str], int]:
        """The units that this one is compared with, where these are few (a unit, the best), and how many there are."""
        document, scope = self._document(self._scores.index(unit), 0)
        return self._named(document["against"]["units"], scope), document["against"]["count"]

    # --- tables ---

    def frame(self) -> Any:
        """Every unit in every criterion, in the kind of frame that the data came in.

        The columns: unit, criterion, own, status, other, other_status, difference, standing.
        """
        rows = [(unit, row) for unit in range(len(self._scores)) for row in self._rows(unit)]
        names = self._scores.names
        columns = {
            "unit": ResultColumn("word", [names[unit] for unit, _ in rows]),
            "criterion": ResultColumn("word", [row.criterion for _, row in rows]),
            "own": _numbers(row.own for _, row in rows),
            "status": ResultColumn("word", [row.status for _, row in rows]),
            "other": _numbers(row.other for _, row in rows),
            "other_status": ResultColumn("word", [row.other_status for _, row in rows]),
            "difference": _numbers(row.difference for _, row in rows),
            "standing": _numbers(row.standing for _, row in rows),
        }
        return self._scores._table.build(columns, [unit for unit, _ in rows])

    def row_texts(self, unit: str | int, language: str = "en") -> tuple[list[str], list[list[str]]]:
        """Headers and cells of `of` as people read it."""
        headers = ["criterion", "own", "other", "difference", "behind it", "title"]
        return headers, [
            [
                row.criterion,
                short(row.own, row.status),
                short(row.other, row.other_status),
                "–" if row.difference is None else f"{row.difference:+.6g}",
                percent(row.standing),
                in_language(row.title, language),
            ]
            for row in self.of(unit)
        ]

    def heading(self, unit: str | int) -> str:
        """A unit, its grade and what it is compared with, in a line."""
        place = self._scores.index(unit)
        document, scope = self._document(place, 0)
        units, count = self._named(document["against"]["units"], scope), document["against"]["count"]
        who = f" ({', '.join(units)})" if units and self._unit is None else f" ({count} units)" if count > 1 else ""
        grade = document["grade"] or "none"
        return f"{self._scores._units.name(place)}, grade {grade}, against {self._told()}{who}"

    def text(self, unit: str | int, language: str = "en") -> str:
        """A unit as lines: its criteria, then practices, then peers."""
        lines = [self.heading(unit), "", *table_lines(*self.row_texts(unit, language))]
        practices, peers = self.practices(unit), self.peers(unit)
        if practices:
            lines += ["", "practices of those ahead:"]
        lines += [f"  {practice_text(practice, language)}" for practice in practices]
        if peers:
            lines += ["", "peers one grade up:"]
        lines += [f"  {peer_text(peer)}" for peer in peers]
        return "\n".join(lines)

    def __str__(self) -> str:
        return "\n".join(table_lines(*self._summary()))

    def __repr__(self) -> str:
        return f"<pug.Benchmark of {len(self._scores)} units against {self._told()}>"

    def _repr_html_(self) -> str:
        return html_table(*self._summary(), f"{len(self._scores)} units against {self._told()}")

    # --- inside ---

    def _check(self, cohort: str) -> None:
        """Tells what is wrong with the request now; that nobody of a cohort has a score, when it is asked about."""
        try:
            self._benchmarking(cohort, 0)
        except PugError as error:
            if error.code != "benchmark.nobody" or len(self._members) == 1:
                raise

    def _told(self) -> str:
        told = {"best": "the best", "median": "the median of all", "mean": "the mean of all", "profile": "a profile"}
        if self._unit is not None:
            return self.against
        return f"the {self._middle or 'median'} of their group" if self.against == "group" else told[self.against]

    def _summary(self) -> tuple[list[str], list[list[str]]]:
        """Every unit in the score; in the first criterion where there is none."""
        headers = ["unit", "own", "other", "difference", "behind it"]
        rows = []
        for unit, name in enumerate(self._scores.names):
            row = self._rows(unit)[0]
            difference = "–" if row.difference is None else f"{row.difference:+.6g}"
            own, other = short(row.own, row.status), short(row.other, row.other_status)
            rows.append([name, own, other, difference, percent(row.standing)])
        return headers, rows

    def _rows(self, unit: int) -> list[BenchmarkRow]:
        return [_row(row) for row in self._document(unit, 0)[0]["criteria"]]

    def _document(self, unit: int, peers: int) -> tuple[dict[str, Any], _Scope]:
        cohort = "" if self._scores.cohorts is None else self._scores.cohorts[unit] or ""
        benchmarking, scope = self._benchmarking(cohort, peers)
        place = int(np.searchsorted(scope.rows, unit))
        return json.loads(benchmarking.of(place)), scope

    def _benchmarking(self, cohort: str, peers: int) -> tuple[_pug.Benchmarking, _Scope]:
        key = cohort, peers
        if key not in self._made:
            scope = self._scope(cohort)
            with in_request():
                self._made[key] = _pug.Benchmarking(scope.native, written(self._request(scope, peers))), scope
        return self._made[key]

    def _scope(self, cohort: str) -> _Scope:
        """The units of a cohort: alone where each has its own scale, else marked among all."""
        scores, members = self._scores, self._members[cohort]
        counted = scores._cohorts.counted
        if isinstance(scores._native, Pieces):
            native, _ = scores._native.locate(int(members[0]))
            return _Scope(native, members, None if counted is None else counted[members])
        if scores.cohorts is not None:
            own = np.zeros(len(scores), dtype=np.uint8)
            own[members] = 1 if counted is None else counted[members]
            counted = own
        return _Scope(scores._native, np.arange(len(scores)), counted)

    def _request(self, scope: _Scope, peers: int) -> dict[str, Any]:
        request: dict[str, Any] = {"against": self._measure(scope), "peers": peers}
        if self._middle is not None:
            request["middle"] = self._middle
        if self._groups is not None:
            request["groups"] = [self._groups[row] for row in scope.rows.tolist()]
        elif self.against == "group" and self._unit is None:
            request["groups"] = [""] * len(scope.rows)  # the cohort, whose members alone count
        if scope.counted is not None:
            request["counted"] = [bool(counts) for counts in scope.counted.tolist()]
        return request

    def _measure(self, scope: _Scope) -> object:
        if self._unit is None:
            return {"profile": self.profile} if self.profile else self.against
        place = int(np.searchsorted(scope.rows, self._unit))
        if place == len(scope.rows) or int(scope.rows[place]) != self._unit:
            message = f"{self.against} is of another cohort, which is scored on its own scale"
            raise failure("argument", "benchmark.other_cohort", message)
        return {"unit": place}

    def _named(self, units: Sequence[Mapping[str, Any]], scope: _Scope) -> list[str]:
        return [self._scores._units.name(int(scope.rows[unit["unit"]])) for unit in units]

    def _practice(self, document: Mapping[str, Any], scope: _Scope, gates: Sequence[str]) -> Practice:
        remediation = document["remediation"]
        return Practice(
            variable=document["variable"],
            title=document["title"],
            own=Answer(**document["own"]),
            best=Answer(**document["best"]),
            ahead=document["ahead"],
            better=document["better"],
            units=tuple(self._named(document["units"], scope)),
            gain=document["gain"],
            gates=tuple(gates[gate] for gate in document["gates"]),
            evidence=document["evidence"],
            remediation=None if remediation is None else Remediation(**remediation),
        )

    def _peer(self, document: Mapping[str, Any], scope: _Scope) -> Peer:
        return Peer(
            unit=self._scores._units.name(int(scope.rows[document["unit"]])),
            grade=document["grade"],
            score=document["score"],
            distance=document["distance"],
            shared=document["shared"],
            ahead={lead["id"]: lead["lead"] for lead in document["ahead"]},
        )


def practice_text(practice: Practice, language: str) -> str:
    """A practice in one line."""
    gain = "" if practice.gain is None else f", the score would change by {practice.gain:+.6g}"
    gates = "".join(f", meets gate {gate}" for gate in practice.gates)
    title = in_language(practice.title, language)
    what = f"{practice.variable}{f' “{title}”' if title else ''}: {practice.own} here"
    return f"{what}, {practice.best} at {_few(practice)}{gates}{gain}"


def peer_text(peer: Peer) -> str:
    """A peer in one line, with the three criteria in which it is furthest ahead."""
    leads = sorted(peer.ahead.items(), key=lambda lead: -lead[1])[:3]
    ahead = ", ".join(f"{criterion} {lead:+.6g}" for criterion, lead in leads)
    told = f"{peer.unit}: {peer.grade or 'none'}, score {short(peer.score)}, distance {short(peer.distance)}"
    return f"{told}; ahead in {ahead}" if ahead else told


def _few(practice: Practice) -> str:
    """The units that do better: by name, or how many."""
    if practice.better <= len(practice.units):
        return ", ".join(practice.units)
    return f"the best of {practice.better} that do better"


def _row(document: Mapping[str, Any]) -> BenchmarkRow:
    return BenchmarkRow(
        criterion=document["id"],
        title=document["title"],
        is_total=document["is_total"],
        lower_is_better=document["direction"] == "lower_is_better",
        own=document["own"],
        status=document["status"],
        other=document["other"],
        other_status=document["other_status"],
        others=document["others"],
        difference=document["difference"],
        standing=document["standing"],
        standing_among=document["standing_among"],
    )


def _numbers(values: Any) -> ResultColumn:
    return ResultColumn("number", np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def _groups(scores: Scores, group: Group) -> list[str]:
    """The group of every unit as a text."""
    cells = column_of(scores._table, group) if isinstance(group, str) else list(group)
    if len(cells) != len(scores):
        message = f"found {len(cells)} groups, wanted one for each of {len(scores)} units"
        raise failure("argument", "benchmark.groups", message)
    return [text_of_cell(cell) or "" for cell in cells]


def _count(k: object) -> int:
    """A number of peers."""
    try:
        count = operator.index(k)  # type: ignore[arg-type]
    except TypeError:
        count = -1
    if not 0 <= count <= _MOST_PEERS:
        raise failure("argument", "benchmark.peers", f"found {k!r} peers, wanted 0 to {_MOST_PEERS}")
    return count


def _profile(against: Mapping[Any, Any]) -> dict[str, float]:
    """The values aimed at as plain numbers."""
    if not against:
        raise failure("argument", "benchmark.profile", "the profile names no criterion")
    for criterion, value in against.items():
        is_number = isinstance(value, (Real, np.number)) and not isinstance(value, (bool, np.bool_))
        if not isinstance(criterion, str) or not is_number or not np.isfinite(float(value)):
            message = (
                f"found {value!r} as the value aimed at in {criterion!r}, wanted a number for the id of a criterion"
            )
            raise failure("argument", "benchmark.profile", message, where=str(criterion))
    return {criterion: float(value) for criterion, value in against.items()}
