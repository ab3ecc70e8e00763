"""What users add to a page with folium: brought into the document, or refused by name."""
