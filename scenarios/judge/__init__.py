"""
The judge at work: a rostered week is simulated, what it misses is asked for and rostered again.

`centre` makes a plan into something to simulate, `judge` tells service levels with their
confidence, `rounds` closes the loop. What was found is a `planner.simulation.judgement.Judgement`.
"""
