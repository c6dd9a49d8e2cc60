"""Writing a forecast: its tables, its summary, and the version that stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from planner.exports.files import write_all
from scenarios.forecasts.document import (
    DOCUMENT,
    MadeBy,
    Remark,
    document,
    tables,
    totals_table,
    version_id,
)
from scenarios.forecasts.run import ForecastRun
from scenarios.forecasts.versions import kept_document, version_files

NO_REMARK = Remark()
TOTALS = "forecast_totals.csv"


@dataclass(frozen=True, slots=True)
class Kept:
    """The version of a forecast, whether it is new, and the files written beside it."""

    version: str
    is_new: bool
    written: tuple[Path, ...]


def keep(
    run: ForecastRun,
    out: Path,
    now: datetime,
    *,
    made_by: MadeBy = "forecast",
    remark: Remark = NO_REMARK,
    more: Mapping[str, bytes] | None = None,
) -> Kept:
    """
    Write ``forecast.csv``, ``forecast_days.csv``, ``forecast.json`` and the version.

    ``forecast_totals.csv`` is written beside them; it follows from them, so no version holds it.

    All is worked out before the first file changes. A forecast that is kept already gets no second
    version: its files, and who made it when, stay as they are.

    Parameters
    ----------
    more
        Further files by name, such as ``paths.csv``, which no version holds.

    Raises
    ------
    OSError
        If a file cannot be written; then none was touched.
    """
    contents = tables(run)
    name = version_id(run, contents)
    known = kept_document(out, name)
    contents[DOCUMENT] = known or document(
        run, contents, made_at=now, made_by=made_by, remark=remark
    )
    version = {} if known else version_files(name, contents)
    beside = {TOTALS: totals_table(run), **(more or {})}
    written = write_all(out, {**version, **contents, **beside})
    return Kept(name, known is None, written[len(version) :])
