"""The report of a cohort: one self-contained HTML page for screen and A4 paper.

Nothing in it is fetched or run: styles and pictures are part of the page. The same scores give the same bytes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pug._atomic import check_target, write_text
from pug._errors import failure
from pug.report.messages import LANGUAGES

if TYPE_CHECKING:
    from pug.scores import Scores

__all__ = ["render", "write"]


def write(
    scores: Scores,
    path: str | os.PathLike[str],
    lang: str = "id",
    reference: str | None = None,
    before: Scores | None = None,
) -> None:
    """Writes the report; a file already there is replaced only when the new one is complete.

    Args:
        scores: What to report.
        path: The file to write.
        lang: Language of the report, ``id`` or ``en``.
        reference: Name of the unit that the others are compared with; without it, the best one.
        before: Scores of an earlier assessment with the same instrument, to show the change.

    Raises:
        PugError: As `render`; or the file cannot be written.
    """
    check_target(path)
    write_text(path, render(scores, lang=lang, reference=reference, before=before))


def render(scores: Scores, lang: str = "id", reference: str | None = None, before: Scores | None = None) -> str:
    """The report as text; the arguments are those of `write`.

    Raises:
        PugError: Kind ``argument``: a language that there is none of (``report.language``), a reference that was not
            scored (``unit.unknown``), an earlier assessment by another instrument (``report.before``), or the packages
            that reports need are not installed (``report.extra``).
    """
    if lang not in LANGUAGES:
        raise failure("argument", "report.language", f'found language "{lang}", wanted one of: {", ".join(LANGUAGES)}')
    if reference is not None:
        scores.index(reference)
    if before is not None and before.instrument.fingerprint != scores.instrument.fingerprint:
        raise failure("argument", "report.before", _other_instrument(before, scores))
    try:
        from pug.report.page import Page  # noqa: PLC0415  jinja2 is needed for reports only
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "jinja2":
            raise
        raise failure("argument", "report.extra", 'reports need jinja2: pip install "pug-scoring[report]"') from None
    return Page(scores, lang, reference, before).render()


def _other_instrument(before: Scores, scores: Scores) -> str:
    earlier, now = (f"{each.instrument.id} {each.instrument.fingerprint[:12]}" for each in (before, scores))
    return f"the earlier assessment used {earlier}, wanted the same instrument as now, {now}"
