"""
What a roster does not keep of the terms of contracts that may be broken at a price.

`limits` are amounts of hours, shifts and weekends, `sequences` how shifts follow each other, `told`
all of it for people. Overtime, pairs and floors are told elsewhere: `price_notes`, `floor_gaps`.
"""
