"""The ground: time, demand, people, shifts, rosters, staffing maths and file formats."""
