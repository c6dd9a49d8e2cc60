"""A published roster after a change: sick calls, new time off, locks or demand."""
