"""One result: pug beside one peer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pug_bench.cases import Setting


@dataclass(frozen=True)
class Line:
    """What was measured; None stands for what was not.

    Attributes:
        bytes: Size of the answers, or of the document that is compiled.
        ours_s: Seconds that pug takes.
        peer_s: Seconds that the peer takes.
        setting: How it was measured; None where the C++ program decides.
    """

    case: str
    units: int
    indicators: int
    bytes: int
    ours_s: float | None = None
    peer: str | None = None
    peer_s: float | None = None
    setting: Setting | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as long the peer takes."""
        return None if self.ours_s is None or self.peer_s is None else self.peer_s / self.ours_s

    def document(self) -> dict[str, object]:
        """The line as it is written, with four digits: more would be noise."""
        document = {
            "case": self.case,
            "units": self.units,
            "indicators": self.indicators,
            "peer": self.peer,
            "ours_s": self.ours_s,
            "peer_s": self.peer_s,
            "ratio": self.ratio,
            "bytes": self.bytes,
        }
        if self.setting:
            document |= {name: getattr(self.setting, name) for name in ("levels", "missing", "threads", "order")}
        return {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in document.items()}

    def json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.document())
