"""Columns of the tables in `solver.arrays`."""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
FAR = 1 << 40
"""Stands for no limit, and for the price of what may not be done."""

DAY, START, END, REST_FROM, PAID, NIGHT, REST_DAY, KIND, N_BREAKS, NUMBER = range(10)
"""Columns of `Arrays.options`; END is cut off at the end of the week, REST_FROM is not."""
FIRST, WINDOW, LENGTH, LAST = range(4)
"""Columns of `Arrays.breaks`."""
SITE, REST, GRAPH = range(3)
"""Columns of `Arrays.people`."""
BIN_DAY, BIN_KIND, BIN_FIRST, BIN_END = range(4)
"""Columns of `Arrays.bins`."""
