"""Columns of the tables in `solver.arrays`."""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
FAR = 1 << 40
"""Stands for no limit, and for the price of what may not be done."""

DAY, START, END, REST_FROM, PAID, NIGHT, REST_DAY, HOLIDAY, KIND = range(9)
N_BREAKS, NUMBER, CLOCK, TEMPLATE = range(9, 13)
"""
Columns of `Arrays.options`; END is cut off at the end of the week, REST_FROM is not. CLOCK is the
start on the clock of the site, TEMPLATE a number of the template, the same at all sites.
"""
FIRST, WINDOW, LENGTH, LAST = range(4)
"""Columns of `Arrays.breaks`."""
SITE, REST, GRAPH, OWED, OWED_SLOTS, OWED_UNTIL, SPREAD, SPREAD_CENTS = range(8)
"""
Columns of `Arrays.people`: OWED_SLOTS of weekly rest, had by whoever begins at OWED_UNTIL or later;
SPREAD of starts on the clock, -1 where any will do; SPREAD_CENTS of a start outside, -1 where that
is a ban.
"""
BIN_DAY, BIN_KIND, BIN_FIRST, BIN_END = range(4)
"""Columns of `Arrays.bins`."""
