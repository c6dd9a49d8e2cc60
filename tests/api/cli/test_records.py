"""What programs get of our tables."""

from pathlib import Path

from api.cli.records import records


def test_numbers_are_numbers_empty_cells_null_and_names_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "forecast.csv"
    path.write_text(
        "\ufeffqueue,priority,start_utc,mean,q10,model,model_mean\n"
        "007,1,2026-03-23T00:00:00Z,5.34,0,'=mine,\n",
        encoding="utf-8",
    )
    (row,) = records(path)
    assert row == {
        "queue": "007",
        "priority": "1",
        "start_utc": "2026-03-23T00:00:00Z",
        "mean": 5.34,
        "q10": 0.0,
        "model": "=mine",
        "model_mean": None,
    }
