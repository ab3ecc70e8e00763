"""Load, compute, answer: the application behind the command line."""
