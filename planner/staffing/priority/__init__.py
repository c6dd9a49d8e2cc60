"""Priorities: classes of contacts that share agents, the most urgent served first."""
