"""
From forecast to requirement.

`live_work` and `deferred_work` say what a queue faces in the week, `live` and `deferred` what that
asks for, `expected_level` what some agents earn by the same formulas, `pools` what sharing saves,
`requirement` puts all together. `queue_week` knows when a queue is open and what arrives.
"""
