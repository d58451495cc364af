"""Published figures and whether the catalog reproduces them.

The figures that come with the package stand in `vectors`; `manifest.json` says which file is about which instrument,
which of its columns are results, and what agreement means for each. A folder may hold a whole index with its steps,
which the workbench builds again.
"""

from __future__ import annotations

from pug.conformance.outcome import ColumnOutcome, FileOutcome, IndexOutcome, Outcome, TableOutcome
from pug.conformance.reproduce import VECTORS, reproduce

__all__ = ["VECTORS", "ColumnOutcome", "FileOutcome", "IndexOutcome", "Outcome", "TableOutcome", "reproduce"]
