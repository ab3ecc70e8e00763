"""Networks as people have them: lines or OpenStreetMap extracts to tables of an atlas."""
