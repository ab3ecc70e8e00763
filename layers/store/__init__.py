"""A store that many share: the tables of an atlas in a schema of a PostGIS database."""
