"""What hubs earn, whether an investment pays, and the national frame, as records and text.

- `earnings`: `EarningsRecord`, `PricesRecord`: netback and margin by stage, and prices.
"""
