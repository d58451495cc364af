"""Data frames in and out. No frame library is imported here: whoever hands over a frame of one has imported it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from pug._errors import failure
from pug.files import read_file
from pug.table import Bytes, Columns, Floats, Records, ResultColumn, Table, columns_of_records

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Data: TypeAlias = Any
"""pandas, polars or pyarrow table; dict of lists; list of dicts; matrix or (matrix, statuses); path of a file."""


class PandasTable(Table):
    """A pandas DataFrame."""

    kind = "pandas DataFrame"

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self.names = _distinct([str(name) for name in frame.columns])
        self._at = {name: i for i, name in enumerate(self.names)}
        self.rows = len(frame)

    def column(self, name: str) -> pd.Series[Any]:
        """The Series."""
        return self._frame.iloc[:, self._at[name]]

    def numbers(self, name: str) -> Floats | None:
        """A view of float64; a converted copy of other numbers."""
        series = self.column(name)
        dtype: Any = series.dtype
        if isinstance(dtype, np.dtype):
            return series.to_numpy().astype(np.float64, copy=False) if dtype.kind in "fiu" else None
        # Nullable and Arrow-backed dtypes: `_is_numeric` is True for booleans as well.
        is_number = getattr(dtype, "_is_numeric", False) and not getattr(dtype, "_is_boolean", False)
        return series.to_numpy(dtype=np.float64, na_value=np.nan) if is_number else None

    def cells(self, name: str) -> list[object]:
        """Python values."""
        series = self.column(name)
        return [None if gone else cell for cell, gone in zip(series.tolist(), series.isna().tolist(), strict=True)]

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A DataFrame with the same index."""
        index = self._frame.index if order is None else self._frame.index[list(order)]
        return pandas_frame(columns, index)


class PolarsTable(Table):
    """A polars DataFrame."""

    kind = "polars DataFrame"

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self.names = frame.columns
        self.rows = frame.height

    def column(self, name: str) -> pl.Series:
        """The Series."""
        return self._frame.get_column(name)

    def numbers(self, name: str) -> Floats | None:
        """A view of Float64 without nulls; a converted copy of other numbers."""
        series = self.column(name)
        if not series.dtype.is_numeric():
            return None
        return series.to_numpy().astype(np.float64, copy=False)

    def cells(self, name: str) -> list[object]:
        """Python values."""
        return self.column(name).to_list()

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A polars DataFrame."""
        del order
        return polars_frame(columns)


class ArrowTable(Table):
    """A pyarrow Table or RecordBatch."""

    kind = "pyarrow Table"

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names = _distinct(list(table.schema.names))
        self.rows = table.num_rows

    def column(self, name: str) -> Any:
        """The ChunkedArray or Array."""
        return self._table.column(self._table.schema.get_field_index(name))

    def numbers(self, name: str) -> Floats | None:
        """A view where the column is one chunk of doubles without nulls; a converted copy of other numbers."""
        types = sys.modules["pyarrow"].types
        column = self.column(name)
        if not (types.is_integer(column.type) or types.is_floating(column.type)):
            return None
        parts = getattr(column, "chunks", [column])
        arrays = [part.to_numpy(zero_copy_only=False).astype(np.float64, copy=False) for part in parts]
        return arrays[0] if len(arrays) == 1 else np.concatenate([np.empty(0), *arrays])

    def cells(self, name: str) -> list[object]:
        """Python values."""
        cells: list[object] = self.column(name).to_pylist()
        return cells

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A pyarrow Table."""
        del order
        arrow = sys.modules["pyarrow"]
        kinds = {"number": arrow.float64(), "word": arrow.string()}
        arrays = {}
        for name, column in columns.items():
            if column.kind == "given":
                arrays[name] = column.values
            else:
                kind = kinds.get(column.kind) or (arrow.int64() if column.is_whole else arrow.float64())
                arrays[name] = arrow.array(column.cells(), type=kind)
        return arrow.table(arrays)


class MatrixTable(Table):
    """A matrix of doubles: one column a variable, in the order of the instrument; a choice is the index of its level.

    With a matrix of status codes beside it, NaN is refused where the status is `observed`; without one it is `missing`.
    """

    kind = "matrix"
    has_level_indexes = True

    def __init__(self, values: Any, statuses: Any, names: Iterable[str]) -> None:
        self.names = list(names)
        self._values = _matrix(values, np.float64, self.names, "values")
        self.rows = self._values.shape[0]
        self._statuses: Bytes | None = None
        if statuses is not None:
            self._statuses = _matrix(statuses, np.uint8, self.names, "statuses")
            if self._statuses.shape != self._values.shape:
                found = f"{self._statuses.shape[0]} rows of statuses for {self.rows} rows of values"
                raise failure("argument", "data.shape", f"found {found}, wanted as many")

    def numbers(self, name: str) -> Floats:
        """A view of the column."""
        column: Floats = self._values[:, self.names.index(name)]
        return column

    def statuses(self, name: str) -> Bytes | None:
        """A view of the column of status codes."""
        return None if self._statuses is None else self._statuses[:, self.names.index(name)]

    def cells(self, name: str) -> list[object]:
        """Python floats."""
        return list(self.numbers(name).tolist())

    def column(self, name: str) -> object:
        """The view."""
        return self.numbers(name)

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A structured array: one field a column, ranks as doubles, None as an empty text."""
        del order
        arrays = {}
        for name, column in columns.items():
            is_word = column.kind == "word"
            arrays[name] = (
                np.array([cell or "" for cell in column.cells()], dtype=np.str_) if is_word else column.values
            )
        dtype = [(name, array.dtype) for name, array in arrays.items()]
        rows = len(next(iter(arrays.values())))
        out = np.empty(rows, dtype=dtype)
        for name, array in arrays.items():
            out[name] = array
        return out


def read_table(data: Data, names: Iterable[str]) -> Table:
    """The table that `data` stands for; `names` are those of a matrix's columns.

    Raises:
        PugError: A file that cannot be read; a shape or type that is no table.
    """
    if isinstance(data, (str, os.PathLike)):
        return read_file(data)
    if isinstance(data, np.ndarray):
        return MatrixTable(data, None, names)
    if isinstance(data, tuple) and len(data) == 2 and all(isinstance(part, np.ndarray) for part in data):
        return MatrixTable(*data, names)
    if isinstance(data, Mapping):
        return _columns(data)
    if isinstance(data, Sequence) and all(isinstance(record, Mapping) for record in data):
        records = [{str(name): cell for name, cell in record.items()} for record in data]
        return Records(columns_of_records(records), len(records))
    frame = _frame(data)
    if frame is None:
        wanted = "a pandas, polars or pyarrow table, a dict of lists, a list of dicts, a matrix or a path"
        raise failure("argument", "data.type", f"found {type(data).__name__}, wanted {wanted}")
    return frame


def _frame(data: Any) -> Table | None:
    """The frame of a library that has been imported; a lazy frame is computed."""
    pandas, polars, arrow = (sys.modules.get(name) for name in ("pandas", "polars", "pyarrow"))
    if pandas is not None and isinstance(data, pandas.DataFrame):
        return PandasTable(data)
    if polars is not None and isinstance(data, polars.LazyFrame):
        data = data.collect()
    if polars is not None and isinstance(data, polars.DataFrame):
        return PolarsTable(data)
    if arrow is not None and isinstance(data, (arrow.Table, arrow.RecordBatch)):
        return ArrowTable(data)
    return None


def _columns(data: Mapping[Any, Any]) -> Columns:
    columns = {str(name): _list(cells) for name, cells in data.items()}
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        found = ", ".join(f"{name}: {len(cells)}" for name, cells in columns.items())
        raise failure("data", "data.ragged", f"found columns of different lengths ({found}), wanted one length")
    return Columns(columns, next(iter(lengths), 0))


def _list(cells: Any) -> Any:
    """A column of a dict: an array of numbers as it is, everything else as a list."""
    if type(cells) is np.ndarray and cells.ndim == 1 and cells.dtype.kind in "fiu":
        return cells
    return cells.tolist() if isinstance(cells, np.ndarray) else list(cells)


def _matrix(values: Any, dtype: type, names: Sequence[str], what: str) -> Any:
    if values.ndim != 2 or values.shape[1] != len(names):
        shape = " × ".join(str(n) for n in values.shape)
        message = f"found {what} of shape {shape}, wanted one row a unit and {len(names)} columns: {', '.join(names)}"
        raise failure("argument", "data.shape", message)
    if values.dtype.kind not in "fiub":
        raise failure("argument", "data.type", f"found {what} of type {values.dtype}, wanted numbers")
    if isinstance(values, np.ma.MaskedArray) and dtype is np.float64:
        return np.ma.filled(values.astype(dtype), np.nan)
    return values.astype(dtype, copy=False)


def _distinct(names: list[str]) -> list[str]:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise failure("data", "data.duplicate_column", f'column "{twice[0]}" stands twice', where=twice[0])
    return names


def pandas_frame(columns: Mapping[str, ResultColumn], index: Any = None) -> pd.DataFrame:
    """A pandas DataFrame of a result; ranks are Int64 unless ties share an average."""
    import pandas as pd  # noqa: PLC0415  (optional, and only wanted here)

    made: dict[str, Any] = {}
    for name, column in columns.items():
        if column.kind == "word":
            made[name] = pd.Series(column.values, index=index, dtype=object)
        elif column.kind == "rank" and column.is_whole:
            made[name] = pd.Series(column.cells(), index=index, dtype="Int64")
        else:
            made[name] = column.values
    return pd.DataFrame(made, index=index)


def polars_frame(columns: Mapping[str, ResultColumn]) -> pl.DataFrame:
    """A polars DataFrame of a result; what does not exist is null."""
    import polars as pl  # noqa: PLC0415  (optional, and only wanted here)

    made = []
    for name, column in columns.items():
        if column.kind == "word":
            made.append(pl.Series(name, column.values, dtype=pl.String))
        elif column.kind == "rank":
            made.append(pl.Series(name, column.cells(), dtype=pl.Int64 if column.is_whole else pl.Float64))
        elif column.kind == "number":
            made.append(pl.Series(name, column.values, nan_to_null=True))
        else:
            made.append(pl.Series(name, column.values))
    return pl.DataFrame(made)
