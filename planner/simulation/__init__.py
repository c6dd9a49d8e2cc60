"""
The judge: a roster and an arrival process in, the service level it earns out.

A discrete-event simulation in which contacts wait, hang up, call again and are served by agents
who come, rest and leave as rostered.
"""
