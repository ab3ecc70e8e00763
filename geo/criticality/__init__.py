"""What the closure of a link or a terminal costs."""
