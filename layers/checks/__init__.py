"""The rules that an atlas has to keep."""
