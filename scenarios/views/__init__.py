"""What pages of forecasts and backtests show, as plain values, and how it is read off."""
