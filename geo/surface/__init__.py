"""The cost of the path out from every cell of a grid."""
