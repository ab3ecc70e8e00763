"""What may shut a link for some days, and whether a plan holds all the same."""
