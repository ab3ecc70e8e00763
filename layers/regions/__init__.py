"""What an atlas is of: its extent, projection, countries, currency, words and rasters."""
