"""Published indices of remoteness, by site and by town."""
