"""Calls of a North American bank in 2003, a real history, at 30 minutes."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.base import Series

BANK_FILE = "data/us_bank_calls_5min.csv.gz"
ZONE = "America/New_York"


def bank_history(path: Path) -> Series:
    """
    Weekdays 07:00 to 21:00 on the bank's wall clock; absent weekdays are missing, never 0.

    The last bin of a day, 21:00, is left out: half an hour of it would hold five minutes.
    """
    calls = pd.read_csv(path, parse_dates=["ts"]).set_index("ts")["n"]
    half_hours = calls.resample("30min").sum(min_count=6)
    utc = pd.date_range("2003-03-03", "2003-08-09", freq="30min", tz=ZONE, inclusive="left")
    local = utc.tz_localize(None)
    is_open = (local.day_of_week < 5) & (local.hour >= 7) & (local.hour < 21)
    return Series(
        unique_id="us_bank",
        stamps=utc.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]"),
        is_open=np.asarray(is_open),
        minutes=30,
        zone=ZONE,
        holidays={
            dt.date(2003, 5, 26): "Memorial Day",
            dt.date(2003, 7, 4): "Independence Day",
        },
        y=half_hours.reindex(local).to_numpy(np.float64),
    )
