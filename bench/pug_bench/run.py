"""From what was asked for to the lines that answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pug_bench import engine
from pug_bench.arguments import Options
from pug_bench.cases import CASES, Setting, most_bytes
from pug_bench.errors import NotComparableError
from pug_bench.index.run import lines as index_lines
from pug_bench.line import Line
from pug_bench.matrices import Arena
from pug_bench.progress import Progress

DIMENSIONS = {
    "units": tuple(10**power for power in range(8)),
    "indicators": (10, 20, 50, 100, 200, 500, 1000),
    "levels": (1, 2, 3, 4, 5, 6),
    "missing": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
}
SWEEP_UNITS = 100_000  # where not the units vary: 1,000 indicators make 800 MB of them


def lines(options: Options, progress: Progress) -> Iterator[Line]:
    """Every line asked for, as soon as it is known."""
    arena = Arena(options.given.repeat, progress, options.are_peers_given)
    for name in options.cases:
        progress.prefix = name
        yield from _sweep(options, arena, name) if options.given.sweep else _case(options, arena, name)


def _case(options: Options, arena: Arena, name: str) -> list[Line]:
    case, setting = CASES[name], options.setting(CASES[name].setting)
    peers = options.peers_of(case)
    if case.kind == "engine":
        return engine.lines(name, peers, arena.repeat, arena.progress)
    if case.kind == "index":
        return index_lines(name, peers, arena.repeat, arena.progress)
    if case.kind == "rank":
        return arena.rank(name, setting, peers)
    if case.kind == "read":
        return arena.read(name, setting)
    if "c++" in peers:
        return _with_cpp(arena, name, setting, tuple(peer for peer in peers if peer != "c++"))
    return arena.tree(name, setting, peers)


def _with_cpp(arena: Arena, name: str, setting: Setting, others: tuple[str, ...]) -> list[Line]:
    """The peers of this process, and the same call made by the C++ program."""
    found = arena.tree(name, setting, others)
    if replace(setting, threads=1, order="row") == engine.call_setting():
        seconds = engine.seconds_of_call(arena.repeat, arena.progress)
        return [*(line for line in found if line.peer), replace(found[0], peer="c++", peer_s=seconds)]
    if arena.is_strict:
        raise NotComparableError('peer "c++" cannot be compared here: it scores one unit of 50 indicators in 3 levels')
    return found


def _sweep(options: Options, arena: Arena, name: str) -> Iterator[Line]:
    """One dimension after the other, the rest as it was asked for; what the machine has no room for is left out."""
    base = options.setting(replace(CASES[name].setting, units=SWEEP_UNITS))
    for dimension, values in DIMENSIONS.items():
        for value in values:
            setting = base.changed(**{dimension: value})
            arena.progress.prefix = f"{name}, {dimension} {value}"
            if setting.bytes <= most_bytes():
                yield from arena.tree(name, setting, options.peers_of(CASES[name]))
