"""Rosters: people on shifts made of slots, under rules and goals; it knows no clock."""
