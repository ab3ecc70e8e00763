"""Cargo, rates, the bill of quantities and the rules of transfers."""
