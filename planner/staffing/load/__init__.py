"""Offered load of each slot where contacts outlast the slot in which they arrive."""
