"""A published index of 51 units, 49 indicators and four levels, recomputed step by step.

The folder holds its inputs and what the R package COINr made of them: every step, other rules on the same data, and a
thousand replications with the choices that were made in each. Whatever looks like a figure there is computed again.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pug._errors import Problem, PugError, failure
from pug.conformance import asem_index as indices
from pug.conformance.outcome import FileOutcome, IndexOutcome
from pug.table import Floats
from pug.workbench.index import Index

NAME = "asem"

_TOLERANCE = 1e-9  # of the greater of the figure and 1
_WITHIN, _EXACT = "within 1e-9", "exactly"
_ROUNDED = 0.5e-3 * (1 + _TOLERANCE)  # one column is printed with three decimals
_MOST_PROBLEMS = 20  # of a file; more would say the same

Texts = dict[str, list[str]]
Columns = Callable[[str], Floats]


def reproduce(folder: Path) -> tuple[IndexOutcome, list[Problem]]:
    """Compares every file of results in the folder with what the workbench computes from the inputs beside it.

    Figures agree within 1e-9 of the greater of themselves and 1, ranks and counts exactly. An empty cell is a value
    that is missing, which must be missing in ours, too.

    Returns:
        What came of each file, and every figure that disagrees; of many in one file the first.
    """
    asem = _Asem(folder)
    outcome = IndexOutcome(NAME)
    problems: list[Problem] = []
    for file, compare in asem.files.items():
        asem.begin(f"{file}.csv")
        try:
            compare()
        except PugError as error:
            problems.extend(error.problems)
        except (KeyError, ValueError) as error:
            message = f"found no column {error}" if isinstance(error, KeyError) else str(error)
            asem.add("conformance.unreadable", "", 0, message)
        outcome.files.append(asem.outcome)
        problems.extend(asem.problems)
    return outcome, problems


class _Asem:
    """The folder, the indices built from it, and the comparison of one file after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Texts] = {}
        self.begin("")
        self.files: Mapping[str, Callable[[], None]] = {
            "step_denominated": lambda: self._stage("step_denominated", "denominated"),
            "step_imputed": lambda: self._stage("step_imputed", "imputed"),
            "imputed_median_grp_EurAsia": self._imputed_by_median,
            "step_treated": lambda: self._stage("step_treated", "treated"),
            "treat_details": self._treatment,
            "step_normalised": lambda: self._stage("step_normalised", "normalised"),
            "normalised_minmax_1_100": lambda: self._normalised("normalised_minmax_1_100", self._from_one),
            "normalised_zscore_0_1": lambda: self._normalised("normalised_zscore_0_1", self._zscore),
            "normalised_rank": lambda: self._normalised("normalised_rank", self._rank, exact=True),
            "step_aggregated": lambda: self._values("step_aggregated", self._index),
            "aggregated_gmean_1_100": lambda: self._values("aggregated_gmean_1_100", self._geometric),
            "aggregated_hmean_1_100": lambda: self._values("aggregated_hmean_1_100", self._harmonic),
            "aggregated_genmean_p0.5_1_100": lambda: self._values("aggregated_genmean_p0.5_1_100", self._power),
            "aggregated_raw_with_NA_amean": lambda: self._values("aggregated_raw_with_NA_amean", self._with_missing),
            "ranks_amean": lambda: self._ranks("ranks_amean", self._index),
            "ranks_gmean_1_100": lambda: self._ranks("ranks_gmean_1_100", self._geometric),
            "corr_ind_vs_index_pearson": self._correlations,
            "cronbach": self._alphas,
            "effective_weights": self._effective_weights,
            "outrank_matrix_Conn_pillars": self._outranking,
            "copeland_Conn_pillars": self._copeland,
            "compind_input_treated5": self._five_treated,
            "compind_input_pillars5": self._five_pillars,
            "compind_mpi": self._mazziotta_pareto,
            "compind_ampi_goalposts": self._goalposts,
            "compind_ampi": self._adjusted_mazziotta_pareto,
            "sens_ua1000_ranks": self._replications,
            "sens_ua1000_rankstats": self._rank_statistics,
        }

    def begin(self, file: str) -> None:
        """Starts the comparison of a file."""
        self.outcome = FileOutcome(file, _WITHIN)
        self.problems: list[Problem] = []

    # --- the indices ---

    @cached_property
    def _index(self) -> Index:
        return indices.build(self._folder)

    @cached_property
    def _from_one(self) -> Index:
        return indices.normalised(self._folder, "minmax", low=1, high=100)

    @cached_property
    def _zscore(self) -> Index:
        return indices.normalised(self._folder, "zscore")

    @cached_property
    def _rank(self) -> Index:
        return indices.normalised(self._folder, "rank")

    @cached_property
    def _geometric(self) -> Index:
        return indices.aggregated(self._folder, "geometric")

    @cached_property
    def _harmonic(self) -> Index:
        return indices.aggregated(self._folder, "harmonic")

    @cached_property
    def _power(self) -> Index:
        return indices.aggregated(self._folder, "power", p=0.5)

    @cached_property
    def _with_missing(self) -> Index:
        return indices.with_missing(self._folder)

    @cached_property
    def _order(self) -> list[str]:
        """The units of the tables that do not name them."""
        return self._texts("step_aggregated")["uCode"]

    @cached_property
    def _replayed(self) -> NDArray[np.intp]:
        chosen = self._texts("sens_ua1000_para")
        choices = indices.Choices(
            most=[int(text) for text in chosen["winmax"]],
            is_zscore=[text == "n_zscore" for text in chosen["norm"]],
            weights=[int(text) for text in chosen["weightset"]],
            is_geometric=[text == "a_gmean" for text in chosen["agg"]],
        )
        table = self._texts("sens_noisy_weights")
        names = [name for name in table if name not in ("iCode", "Level")]
        sets = [dict(zip(table["iCode"], _numbers(table[name]).tolist(), strict=True)) for name in names]
        return indices.replay(self._folder, choices, sets)

    # --- the files ---

    def _stage(self, file: str, stage: str) -> None:
        self._table(file, self._index.units, _indicators(self._index, stage))

    def _imputed_by_median(self) -> None:
        index = indices.imputed_by_median(self._folder)
        self._table("imputed_median_grp_EurAsia", index.units, _indicators(index, "imputed"))

    def _normalised(self, file: str, index: Index, *, exact: bool = False) -> None:
        self._table(file, index.units, _indicators(index, "normalised"), exact=exact)

    def _values(self, file: str, index: Index) -> None:
        self._table(file, index.units, index.value)

    def _ranks(self, file: str, index: Index) -> None:
        whole = index.names[-1]
        columns = {part: _descending(index.value(part)) for part in index.parts} | {whole: index.ranks}
        self._table(file, index.units, columns.__getitem__, exact=True)

    def _treatment(self) -> None:
        """Skew and kurtosis before for all; the rest only for what was treated."""
        file, table = "treat_details", self._texts("treat_details")
        reports = {report.indicator: report for report in self._index.treated}
        rows = [reports[name] for name in self._known(file, table["iCode"], reports)]
        before = {
            "Pass": [float(report.rule == "none") for report in rows],
            "Skew": [report.skew_before for report in rows],
            "Kurt": [report.kurtosis_before for report in rows],
        }
        after = {
            "Pass": [float(report.passes) for report in rows],
            "Skew": [report.skew_after for report in rows],
            "Kurt": [report.kurtosis_after for report in rows],
        }
        changed = [report.winsorised_low + report.winsorised_high for report in rows]
        columns = {
            f"check_SkewKurt{at}.{name}": told for at, all_ in ((0, before), (1, after)) for name, told in all_.items()
        }
        for name, values in {**columns, "winsorise.nwin": changed}.items():
            told = [row for row, text in enumerate(table[name]) if text]
            found = np.array(values, dtype=np.float64)[told]
            published = _numbers([_truth(table[name][row]) for row in told])
            self._column(name, [table["iCode"][row] for row in told], told, published, found)

    def _correlations(self) -> None:
        found = indices.correlations_with_index(self._index)
        self._table("corr_ind_vs_index_pearson", list(found), lambda _: np.array(list(found.values())), key="Var2")

    def _alphas(self) -> None:
        parts = self._texts("cronbach")["iCode"]
        found = np.array([indices.alpha(self._index, part) for part in parts])
        self._table("cronbach", parts, lambda _: found, key="iCode")

    def _effective_weights(self) -> None:
        found = indices.effective_weights(self._index)
        columns = {
            name: np.array([told[at] for told in found.values()], dtype=np.float64)
            for at, name in enumerate(("Level", "Weight", "EffWeight"))
        }
        self._table("effective_weights", list(found), columns.__getitem__, key="iCode")

    def _outranking(self) -> None:
        units = self._index.units
        matrix = indices.outranking(self._index, "Conn")
        self._table("outrank_matrix_Conn_pillars", units, lambda unit: matrix[:, units.index(unit)])

    def _copeland(self) -> None:
        found = indices.copeland(self._folder, "Conn")
        self._table("copeland_Conn_pillars", self._index.units, lambda _: found, exact=True)

    def _five_treated(self) -> None:
        self._table("compind_input_treated5", self._index.units, _indicators(self._index, "treated"), names=self._order)

    def _five_pillars(self) -> None:
        self._table("compind_input_pillars5", self._index.units, self._index.value, names=self._order)

    def _mazziotta_pareto(self) -> None:
        """The standard deviations are those of what the workbench has standardised."""
        found = indices.mazziotta_pareto(self._folder, "zscore", mean=100, sd=10)
        columns = {
            "mpi_compind_POS": found.down_sample,
            "mpi_compind_NEG": found.up_sample,
            "M": found.mean,
            "S_pop": found.values.std(axis=1),
            "S_sample": found.values.std(axis=1, ddof=1),
            "MPI_minus_pop": found.down,
            "MPI_plus_pop": found.up,
        }
        self._table("compind_mpi", self._order, columns.__getitem__, names=self._order)

    def _goalposts(self) -> None:
        """What the scale of the adjusted index hangs on: the mean and the ends of each column."""
        found = indices.mazziotta_pareto(self._folder, "around_reference", low=70, high=130)
        columns = {
            "goalpost": found.inputs.mean(axis=0),
            "min": found.inputs.min(axis=0),
            "max": found.inputs.max(axis=0),
        }
        self._table("compind_ampi_goalposts", found.indicators, columns.__getitem__, key="iCode")

    def _adjusted_mazziotta_pareto(self) -> None:
        found = indices.mazziotta_pareto(self._folder, "around_reference", low=70, high=130)
        columns = {
            "ampi_exact_minus": found.down,
            "ampi_exact_plus": found.up,
            "M": found.mean,
            "S": found.values.std(axis=1),
            "ampi_compind": found.down,
        }
        within = {"ampi_compind": _ROUNDED}
        self._table("compind_ampi", self._order, columns.__getitem__, names=self._order, within=within)

    def _replications(self) -> None:
        """Every rank of every unit in every replication."""
        columns = {f"r_{at + 1}": ranks for at, ranks in enumerate(self._replayed.T.astype(np.float64))}
        columns["Nominal"] = self._index.ranks
        self._table("sens_ua1000_ranks", self._index.units, columns.__getitem__, exact=True)

    def _rank_statistics(self) -> None:
        ranks = self._replayed
        columns = {
            "Nominal": self._index.ranks,
            "Mean": ranks.mean(axis=1),
            "Median": np.median(ranks, axis=1),
            "Q5": np.quantile(ranks, 0.05, axis=1),
            "Q95": np.quantile(ranks, 0.95, axis=1),
        }
        self._table("sens_ua1000_rankstats", self._index.units, columns.__getitem__)

    # --- comparing ---

    def _table(  # noqa: PLR0913  where rows and columns of a file are found, and what agreement is
        self,
        file: str,
        rows: Sequence[str],
        columns: Columns,
        *,
        key: str = "uCode",
        names: Sequence[str] | None = None,
        exact: bool = False,
        within: Mapping[str, float] | None = None,
    ) -> None:
        """Every column of a file but for its key.

        `rows` names our rows; `names` those of the file, where it does not do so itself.
        """
        table = self._texts(file)
        names = table[key] if names is None else names
        ours = {name: at for at, name in enumerate(rows)}
        places = [ours[name] for name in self._known(file, names, ours)]
        self.outcome.rule = _EXACT if exact else _WITHIN
        for name, texts in table.items():
            if name in (key, "Var1"):
                continue
            if len(texts) != len(names):
                message = f"found {len(texts)} rows, wanted {len(names)}"
                raise failure("data", "conformance.unreadable", message, file=f"{NAME}/{file}.csv")
            found = np.asarray(columns(name), dtype=np.float64)[places]
            tolerance = 0.0 if exact else (within or {}).get(name, _TOLERANCE)
            self._column(name, names, range(len(names)), _numbers(texts), found, tolerance)

    def _column(  # noqa: PLR0913, PLR0917  the two sides, and how to name a row of them
        self,
        column: str,
        names: Sequence[str],
        rows: Sequence[int],
        published: Floats,
        found: Floats,
        tolerance: float = _TOLERANCE,
    ) -> None:
        """Counts what agrees and keeps what does not."""
        size = np.maximum(1.0, np.abs(published)) if tolerance == _TOLERANCE else 1.0
        near = np.abs(found - published) <= tolerance * size  # never where one of them is missing
        agrees = near | (np.isnan(found) & np.isnan(published))
        self.outcome.compared += len(published)
        self.outcome.agree += int(agrees.sum())
        for at in np.flatnonzero(~agrees)[: max(0, _MOST_PROBLEMS - len(self.problems))].tolist():
            message = f"{names[at]}: published {published[at]:.17g}, computed {found[at]:.17g}"
            self.add("conformance.differs", column, rows[at] + 2, message)

    def _known(self, file: str, names: Sequence[str], ours: Mapping[str, object]) -> Sequence[str]:
        """The names of a file, all of which we have."""
        if unknown := [name for name in names if name not in ours]:
            message = f"{', '.join(unknown)} is not among what was computed"
            raise failure("data", "conformance.differs", message, file=f"{NAME}/{file}.csv")
        return names

    def add(self, code: str, where: str, row: int, message: str) -> None:
        """Adds a problem of the file at hand."""
        self.problems.append(Problem(code, where, row, 0, message, f"{NAME}/{self.outcome.file}"))

    def _texts(self, name: str) -> Texts:
        """The columns of a file."""
        if name not in self._read:
            self._read[name] = _read(self._folder / f"{name}.csv")
        return self._read[name]


def _indicators(index: Index, stage: str) -> Columns:
    """The columns of a stage by name."""
    matrix, places = index.matrix(stage), {name: at for at, name in enumerate(index.design.indicators)}
    return lambda name: matrix[:, places[name]]


def _descending(values: Floats) -> Floats:
    """Rank of each value, 1 the greatest, equals sharing the least place."""
    ascending = np.sort(values)
    return np.asarray(len(values) - np.searchsorted(ascending, values, side="right") + 1, dtype=np.float64)


def _numbers(texts: Sequence[str]) -> Floats:
    return np.array([float(text) if text else np.nan for text in texts])


def _truth(text: str) -> str:
    """R's truth values as numbers."""
    return {"TRUE": "1", "FALSE": "0"}.get(text, text)


def _read(path: Path) -> Texts:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"cannot be read: {error}"
        raise failure("data", "conformance.unreadable", message, file=f"{NAME}/{path.name}") from None
    if not rows:
        raise failure("data", "conformance.unreadable", "found no row", file=f"{NAME}/{path.name}")
    return {name: [row[name] for row in rows] for name in rows[0]}
