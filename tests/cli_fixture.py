"""The command line, run in this process."""

from pathlib import Path

from typer.testing import CliRunner, Result

from api.cli.main import app


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])
