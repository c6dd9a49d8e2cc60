"""
Real contact histories beside the project, as `Series`; what was looked at is told at each.

Files hold local stamps. An hour that the clock skips has no slot. Of an hour that it repeats the
files know one count for both passes, which is split evenly. Absent days are missing, never 0.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.base import Floats, Series
from planner.holidays import public_holidays
from tests.forecasting.bank import BANK_FILE, bank_history, bank_to_october

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def us_bank() -> Series:
    """Half-hours of a bank's calls, Mon-Fri 07:00 to 21:00; four weekdays are missing."""
    return bank_history(DATA.parent / BANK_FILE)


def servicenow() -> Series:
    """IT incidents of a company in Brazil, all channels, around the clock."""
    opened = _stamps("servicenow_incidents", "opened_at")
    days = ("2016-02-29", "2016-05-01")
    return _series("servicenow", _counted(opened, *days), "America/Sao_Paulo", ("BR", None))


def montco(queue: str) -> Series:
    """Emergency calls of one queue; hours in which all queues were silent are outages: missing."""
    calls = pd.read_csv(DATA / "montco_911_calls.csv.gz", parse_dates=["created"])
    days = ("2015-12-11", "2016-06-08")
    all_queues = _counted(calls["created"], *days)
    own = _counted(calls.loc[calls["queue"] == queue, "created"], *days)
    seen = own.where(all_queues > 0)
    return _series(f"montco {queue}", seen, "America/New_York", ("US", "PA"))


def cardiff_ed() -> Series:
    """Arrivals at an emergency department, around the clock."""
    return _series("cardiff_ed", _hours("cardiff_ed_hourly"), "Europe/London", ("GB", "WLS"))


def iowa_ed() -> Series:
    """Arrivals at an emergency department, around the clock."""
    return _series("iowa_ed", _hours("iowa_ed_hourly"), "America/Chicago", ("US", "IA"))


def nyc311() -> Series:
    """Requests to a city, around the clock; a hurricane on 2021-09-01."""
    created = _stamps("nyc311_queens", "created")
    days = ("2020-01-01", "2022-04-01")
    return _series("nyc311", _counted(created, *days), "America/New_York", ("US", "NY"))


def helpdesk() -> Series:
    """Tickets of a software firm, about five a working day, Mon-Fri 06:00 to 18:00."""
    created = _stamps("helpdesk_it_software", "created")
    counts = _counted(created, "2010-01-14", "2013-11-29")
    local = pd.DatetimeIndex(counts.index)
    is_open = (local.day_of_week < 5) & (local.hour >= 6) & (local.hour < 18)
    return _series("helpdesk", counts, "Europe/Rome", ("IT", None), is_open)


def il_bank() -> Series:
    """Four weeks of a bank's calls, phantom ones left out; closed from Friday noon to Saturday."""
    calls = pd.read_csv(DATA / "il_bank_feb1999_calls.csv.gz", parse_dates=["arrived"])
    real = calls.loc[calls["outcome"] != "PHANTOM", "arrived"]
    counts = _counted(real, "1999-02-01", "1999-03-01")
    local = pd.DatetimeIndex(counts.index)
    friday, saturday = local.day_of_week == 4, local.day_of_week == 5
    is_open = (local.hour >= np.where(saturday, 20, 7)) & (local.hour < np.where(friday, 14, 24))
    return _series("il_bank", counts, "Asia/Jerusalem", ("IL", None), is_open)


HISTORIES: Mapping[str, Callable[[], Series]] = {
    "us_bank": us_bank,
    "us_bank to October": bank_to_october,
    "servicenow": servicenow,
    "montco EMS": lambda: montco("EMS"),
    "montco Traffic": lambda: montco("Traffic"),
    "montco Fire": lambda: montco("Fire"),
    "cardiff_ed": cardiff_ed,
    "iowa_ed": iowa_ed,
    "nyc311": nyc311,
    "helpdesk": helpdesk,
    "il_bank": il_bank,
}


def _stamps(name: str, column: str) -> pd.Series:
    return pd.read_csv(DATA / f"{name}.csv.gz", usecols=[column], parse_dates=[column])[column]


def _hours(name: str) -> pd.Series:
    """Counts by local hour from a file that has them."""
    rows = pd.read_csv(DATA / f"{name}.csv.gz", parse_dates=["ts"])
    return pd.Series(rows["n"].to_numpy(), index=pd.DatetimeIndex(rows["ts"]))


def _counted(stamps: pd.Series, first: str, until: str) -> pd.Series:
    """Events by local hour from one date to another (exclusive); a silent hour is 0."""
    hours = pd.date_range(first, until, freq="h", inclusive="left")
    n = stamps.dt.floor("h").value_counts().reindex(hours, fill_value=0)
    return pd.Series(n.to_numpy(), index=hours)


def _series(
    name: str,
    counts: pd.Series,
    zone: str,
    calendar: tuple[str, str | None],
    is_open: object = True,
) -> Series:
    """Local hours as UTC slots."""
    local = pd.DatetimeIndex(counts.index)
    end = local[-1] + pd.Timedelta(hours=1)
    utc = pd.date_range(local[0], end, freq="h", tz=zone, inclusive="left")
    wall = utc.tz_localize(None)
    n_passes = pd.Series(1, index=wall).groupby(level=0).size().reindex(wall)
    opening = pd.Series(is_open, index=local).reindex(wall)
    years = tuple(range(local[0].year - 1, end.year + 2))
    return Series(
        unique_id=name,
        stamps=utc.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]"),
        is_open=opening.to_numpy(bool),
        minutes=60,
        zone=zone,
        holidays=public_holidays(*calendar, years),
        y=_float(counts.reindex(wall)) / _float(n_passes),
    )


def _float(values: pd.Series) -> Floats:
    return np.asarray(values, dtype=np.float64)
