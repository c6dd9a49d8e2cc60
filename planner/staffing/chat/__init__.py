"""Chat and messaging: agents hold several conversations at once and get slower with each."""
