"""The one description of tables and columns, and what is made from it."""
