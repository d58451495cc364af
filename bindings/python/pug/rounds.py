"""Several rounds of the same units: who is who in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pug import _pug
from pug._errors import failure
from pug.pieces import Pieces

if TYPE_CHECKING:
    from pug.scores import Scores


class Rounds:
    """Rounds and their units, matched by name; by row where they have no names.

    Attributes:
        names: Of every unit, in the order of the first round that has it.
        rows: Of every unit its row in each round; −1 where it takes no part.
    """

    def __init__(self, rounds: Sequence[Scores], what: str) -> None:
        """Matches the units of some rounds; `what` begins the codes of errors.

        Raises:
            PugError: Some rounds have names of units and others have not, or there are none and the rounds are not of
                one size (code ``….units``); a round has several cohorts, each on its own scale (``….cohorts``).
        """
        self._rounds = rounds
        self._what = what
        self._refuse_pieces()
        named = [scores.unit is not None for scores in rounds]
        if any(named) and not all(named):
            raise self._failure("units", "some rounds have names of units and others have not; name the column (unit)")
        sizes = {len(scores) for scores in rounds}
        if rounds and not any(named) and len(sizes) > 1:
            told = ", ".join(str(len(scores)) for scores in rounds)
            message = f"found rounds of {told} units without names; wanted as many in the same order, or names (unit)"
            raise self._failure("units", message)
        found: dict[str, list[int]] = {}
        for number, scores in enumerate(rounds):
            for row, name in enumerate(scores.names):
                found.setdefault(name, [-1] * len(rounds))[number] = row
        self.names = list(found)
        self.rows = list(found.values())

    @property
    def native(self) -> list[_pug.Scores]:
        """What the engine found, by round."""
        return [scores._native for scores in self._rounds if not isinstance(scores._native, Pieces)]

    @property
    def flat(self) -> list[int]:
        """The rows one behind the other, unit by unit, as the engine takes them."""
        return [row for rows in self.rows for row in rows]

    def _refuse_pieces(self) -> None:
        for number, scores in enumerate(self._rounds):
            if isinstance(scores._native, Pieces):
                message = (
                    f"round {number + 1} was scored by {scores._cohorts.by}, each of its cohorts on its own scale; "
                    "compare the rounds of one cohort, or score both with the references of one"
                )
                raise self._failure("cohorts", message)

    def _failure(self, code: str, message: str) -> Exception:
        return failure("argument", f"{self._what}.{code}", message)
