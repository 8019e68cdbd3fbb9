"""What pages are put together from: pure functions from data to Dash components."""
