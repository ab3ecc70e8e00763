"""Years that happened and years that were drawn, as records and text."""
