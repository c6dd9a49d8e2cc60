"""Plans that run in processes of their own: their states, their table, their events."""
