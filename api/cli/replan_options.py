"""Options of the command `replan`."""

from pathlib import Path
from typing import Annotated

import typer

Published = Annotated[
    Path | None,
    typer.Option(
        help="Roster that people know; FOLDER/out/roster.csv by default.", show_default=False
    ),
]
Sick = Annotated[
    list[str] | None,
    typer.Option(
        metavar="AGENT=DAY[..DAY]",
        help="Somebody cannot work, from a day to another; repeat for more people.",
        show_default=False,
    ),
]
ChangedDemand = Annotated[
    list[str] | None,
    typer.Option(
        help="Changed demand or anything else that compare takes, such as volume.phone=+20%.",
        show_default=False,
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DDTHH:MM",
        help="Shifts that have begun by then stay; this moment by default, on the plan's clock.",
        show_default=False,
    ),
]
MostChanges = Annotated[
    int | None, typer.Option(min=0, help="Shifts that may change at most.", show_default=False)
]
Look = Annotated[bool, typer.Option("--look", help="Print the changes, write nothing.")]
SearchLimit = Annotated[float, typer.Option(min=1, max=86_400, help="Seconds for the search.")]
