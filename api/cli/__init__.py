"""The command line: one file for the commands, one for what the terminal shows."""
