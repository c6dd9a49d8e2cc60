"""Calls: customers wait in line for seconds, patient (Erlang B, C) or not (Erlang A, redials)."""
