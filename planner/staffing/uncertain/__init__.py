"""Demand that is uncertain: what it does to a service level, and staffing at a certainty."""
