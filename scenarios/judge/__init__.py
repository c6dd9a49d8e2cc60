"""
The judge at work: a rostered week is simulated, and what it misses is asked for and rostered again.

`judgement` holds what was found, `centre` makes a plan into something to simulate, `judge` tells
service levels with their confidence, `rounds` closes the loop.
"""
