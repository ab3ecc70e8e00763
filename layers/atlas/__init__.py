"""The atlas: loading, overlay, export, and names of places."""
