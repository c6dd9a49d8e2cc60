"""Whole schedules of single persons over many days: the cheapest exactly, and rosters of them."""
