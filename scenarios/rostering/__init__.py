"""What contracts, calendars and the roster before say about people, in slots, minutes and cents."""
