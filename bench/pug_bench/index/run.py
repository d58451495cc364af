"""Cases about indices, at sizes of their own: from a name to the lines that answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from pug_bench.contender import Contender
from pug_bench.index import work as w
from pug_bench.index.contender import TOLERANCE, IndexContender, check
from pug_bench.line import Line
from pug_bench.progress import Progress
from pug_bench.timing import Stopwatch, take_turns

PUG = "pug"
SAMPLING = 0.03  # by which two estimates of an index from different samples of this size may differ


@dataclass(frozen=True)
class IndexCase:
    """One thing to measure.

    Attributes:
        make: Makes what every contender gets.
        ours: Name of the function of `ours`.
        peers: By name: the module and the function of a peer. Modules are imported when they are asked for.
        tolerance: By which figures may differ.
    """

    make: Callable[[], tuple[Any, ...]]
    ours: str
    peers: Mapping[str, tuple[str, str]]
    units: int
    indicators: int
    tolerance: float = TOLERANCE


_PUBLISHED = (w.UNITS, sum(w.PILLARS))

CASES: Mapping[str, IndexCase] = {
    "index-build": IndexCase(
        lambda: (w.make_index_work(),),
        "regeneration",
        {"numpy": ("numpy_plain", "regeneration"), "pandas": ("pandas_plain", "regeneration")},
        *_PUBLISHED,
    ),
    "index-uncertainty": IndexCase(
        lambda: (w.make_index_work(),),
        "uncertainty",
        {"numpy": ("numpy_plain", "uncertainty"), "numpy-reused": ("numpy_plain", "uncertainty_reused")},
        *_PUBLISHED,
    ),
    "index-sobol": IndexCase(
        lambda: (w.make_sobol_matrix(),),
        "sobol",
        {"SALib": ("salib", "sobol")},
        w.SOBOL_UNITS,
        w.SOBOL_INPUTS,
        SAMPLING,
    ),
    "index-outranking": IndexCase(
        w.make_outranking,
        "outranking",
        {"numpy": ("numpy_plain", "outranking")},
        w.OUTRANKING_UNITS,
        w.OUTRANKING_PARTS,
    ),
}


def lines(name: str, peers: tuple[str, ...], repeat: int, progress: Progress) -> list[Line]:
    """The lines of a case, once everybody agrees with pug.

    Raises:
        DisagreementError: A peer computes something else.
        ImportError: The library of a peer is not installed.
    """
    case = CASES[name]
    progress.say("making the data")
    work = case.make()
    contenders = {PUG: _contender("ours", case.ours, work)}
    contenders |= {peer: _contender(*case.peers[peer], work) for peer in peers}
    watches: dict[str, Stopwatch] = {}
    expected = None
    for each, contender in contenders.items():
        progress.say(f"{each}, first call")
        watches[each] = Stopwatch(Contender(contender.run, None), repeat)
        figures = contender.figures(watches[each].warm_up())
        if expected is None:
            expected = figures
        else:
            check(each, expected, figures, case.tolerance)
    take_turns(watches, progress)
    ours = Line(name, case.units, case.indicators, _bytes(work), watches.pop(PUG).seconds)
    return [replace(ours, peer=peer, peer_s=watch.seconds) for peer, watch in watches.items()] or [ours]


def _contender(module: str, function: str, work: tuple[Any, ...]) -> IndexContender:
    make: Callable[..., IndexContender] = getattr(import_module(f"pug_bench.index.{module}"), function)
    return make(*work)


def _bytes(work: tuple[Any, ...]) -> int:
    """Size of the data."""
    return int(work[0].bytes if isinstance(work[0], w.IndexWork) else work[0].nbytes)
