"""
The page: one plan as one self-contained HTML file that opens from disk without network.

`render_report` is the only door.
"""

from scenarios.report.page import render_report

__all__ = ["render_report"]
