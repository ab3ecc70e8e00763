"""Pages of answers as charts: each tells a story of codes, which the page puts into words."""
