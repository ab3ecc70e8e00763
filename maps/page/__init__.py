"""What every page is made of: frame, data, outline, escaping."""
