"""What hubs earn, whether an investment pays, and the national frame, as records and text.

- `earnings`: `EarningsRecord`, `PricesRecord`: netback and margin by stage, and prices.
- `investment`: `InvestRecord`: capital, NPV, IRR and payback.
- `outlook`, `outlook_text`: `OutlookRecord`: plans against targets, plants and the world.
"""
