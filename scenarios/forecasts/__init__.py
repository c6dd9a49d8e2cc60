"""Forecasts alone: of several weeks, kept as versions, held against each other and what came."""
