"""Between long frames (``unique_id, ds, y``) and `Series`."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from forecasting.base import Bools, Floats, Series, Stamps
from planner.errors import InputError

COLUMNS = ("unique_id", "ds", "y")


def series_from_frame(
    frame: pd.DataFrame,
    *,
    minutes: int,
    zone: str,
    holidays: Mapping[dt.date, str] | None = None,
    is_open: Callable[[Stamps], Bools] | None = None,
) -> list[Series]:
    """
    One `Series` for each ``unique_id`` of a long frame, in order of first appearance.

    Parameters
    ----------
    frame
        Columns ``unique_id``, ``ds`` (aware, start of the slot) and ``y``, rows in any order. Slots
        between the first and last stamp that have no row are missing, never 0.
    minutes
        Slot length.
    zone
        Clock of the customers.
    holidays
        Public holidays of the customers by local date.
    is_open
        From stamps in UTC to opening marks; by default always open.

    Raises
    ------
    InputError
        When a column is absent, stamps are naive, doubled or off the grid.
    """
    absent = [name for name in COLUMNS if name not in frame.columns]
    if absent:
        raise InputError(f"history: column {absent[0]} is absent; give {', '.join(COLUMNS)}")
    if not isinstance(frame["ds"].dtype, pd.DatetimeTZDtype):
        raise InputError(f"history: ds has type {frame['ds'].dtype}; give stamps with their zone")
    made = []
    for unique_id, rows in frame.groupby("unique_id", sort=False):
        ds = rows["ds"].dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[s]")
        stamps, y = _on_grid(str(unique_id), ds, rows["y"].to_numpy(np.float64), minutes)
        made.append(
            Series(
                unique_id=str(unique_id),
                stamps=stamps,
                y=y,
                is_open=np.ones(len(stamps), bool) if is_open is None else is_open(stamps),
                minutes=minutes,
                zone=zone,
                holidays=holidays or {},
            )
        )
    return made


def frame_from_series(histories: Iterable[Series]) -> pd.DataFrame:
    """Long frame of all open slots, ``ds`` aware in UTC, ``y`` NaN where missing."""
    parts = [
        pd.DataFrame(
            {
                "unique_id": series.unique_id,
                "ds": pd.DatetimeIndex(series.stamps[series.is_open], tz="UTC"),
                "y": series.y[series.is_open],
            }
        )
        for series in histories
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*COLUMNS])


def _on_grid(unique_id: str, ds: Stamps, y: Floats, minutes: int) -> tuple[Stamps, Floats]:
    """Every slot from the first to the last stamp, with NaN where no row fell."""
    step = np.timedelta64(60 * minutes, "s")
    position, rest = np.divmod(ds - ds.min(), step)
    off = rest != np.timedelta64(0, "s")
    if off.any():
        raise InputError(
            f"history of {unique_id}: {ds[np.argmax(off)]}Z is no whole number of {minutes} "
            f"minutes after the first slot {ds.min()}Z; give slots of one length"
        )
    counts = np.bincount(position)
    if counts.max() > 1:
        doubled = ds.min() + int(np.argmax(counts > 1)) * step
        raise InputError(
            f"history of {unique_id}: slot {doubled}Z has more than one row; give each slot once"
        )
    values = np.full(len(counts), np.nan)
    values[position] = y
    return ds.min() + np.arange(len(counts)) * step, values
