"""The program that scripts/bench runs once everything is built."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Sequence

from pug_bench import instructions
from pug_bench.arguments import WRONG, Options, parse
from pug_bench.errors import DisagreementError, NotComparableError
from pug_bench.progress import Progress

FINE, FAILED, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str]) -> int:
    """Measures what is asked for and returns the exit status."""
    options = parse(arguments)
    _limit_threads(options.given.threads or 1)
    progress = Progress()
    try:
        return _run(options, progress, arguments)
    except KeyboardInterrupt:
        return _complain(progress, "interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _run(options: Options, progress: Progress, arguments: Sequence[str]) -> int:
    try:
        if options.given.instructions:
            return FINE if instructions.compare(options.given, progress) else FAILED
        _measure(options, progress, arguments)
    except NotComparableError as reason:
        return _complain(progress, str(reason), WRONG)
    except BrokenPipeError:
        raise
    except (DisagreementError, ImportError, MemoryError, OSError, subprocess.CalledProcessError) as error:
        return _complain(progress, str(error) or type(error).__name__, FAILED)
    return FINE


def _measure(options: Options, progress: Progress, arguments: Sequence[str]) -> None:
    # Late: numpy, polars and their like count their threads when they are imported.
    from pug_bench import output, record, run  # noqa: PLC0415

    given = options.given
    write = output.as_json() if given.json else output.as_table()
    found = []
    for line in run.lines(options, progress):
        progress.clear()
        write(line)
        found.append(line)
    progress.clear()
    if given.record:
        record.write(given.record, given.date or datetime.date.today().isoformat(), arguments, found)


def _limit_threads(threads: int) -> None:
    """What the libraries of the peers would otherwise take: every core."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
        os.environ[name] = str(threads)


def _complain(progress: Progress, text: str, status: int) -> int:
    progress.clear()
    print(f"scripts/bench: {text}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
