"""Monthly temperatures, and the seasons of winter roads that follow from them."""
