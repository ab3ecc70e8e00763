"""The cost of the way out from every cell of a grid."""
