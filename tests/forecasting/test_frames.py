"""Long frames to series and back."""

import numpy as np
import pandas as pd
import pytest

from forecasting.frames import frame_from_series, series_from_frame
from planner.errors import InputError
from tests.forecasting.histories import made


def long(n: int = 4) -> pd.DataFrame:
    ds = pd.date_range("2003-06-02", periods=n, freq="30min", tz="Asia/Kathmandu")
    return pd.DataFrame({"unique_id": "chat", "ds": ds, "y": np.arange(n) + 1.0})


def test_there_and_back_again() -> None:
    series = made("2003-10-01", 40, zone="Europe/London")
    y = series.y.copy()
    y[100:140] = np.nan
    frame = frame_from_series([made()]), frame_from_series([series])
    frame[1].loc[:, "y"] = y

    (back,) = series_from_frame(
        frame[1].dropna().sample(frac=1, random_state=1), minutes=60, zone="Europe/London"
    )

    assert np.array_equal(back.stamps, series.stamps)
    assert np.array_equal(back.y, y, equal_nan=True)


def test_stamps_become_utc_and_gaps_stay_missing() -> None:
    (series,) = series_from_frame(long().drop(index=1), minutes=30, zone="Asia/Kathmandu")

    assert series.stamps[0] == np.datetime64("2003-06-01T18:15:00")
    assert np.array_equal(series.y, [1, np.nan, 3, 4], equal_nan=True)


def test_closed_slots_are_marked_and_left_out_again() -> None:
    (series,) = series_from_frame(
        long(), minutes=30, zone="UTC", is_open=lambda stamps: np.arange(len(stamps)) < 3
    )

    assert series.is_open.tolist() == [True, True, True, False]
    assert frame_from_series([series])["y"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (long().drop(columns="y"), "column y is absent"),
        (long().assign(ds=long()["ds"].dt.tz_localize(None)), "give stamps with their zone"),
        (pd.concat([long(), long()[:1]]), "has more than one row"),
        (
            long().assign(ds=long()["ds"] + pd.to_timedelta([0, 0, 5, 0], unit="min")),
            "is no whole number of 30 minutes",
        ),
        (long().assign(y=[1, 2, -3, 4]), "-3.0 contacts at 2003-06-01T19:15:00Z"),
        (long().assign(y=[1, 2, np.inf, 4]), "inf contacts"),
    ],
)
def test_frames_that_do_not_fit_are_refused(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError, match=message):
        series_from_frame(frame, minutes=30, zone="UTC")
