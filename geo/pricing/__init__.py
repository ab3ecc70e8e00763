"""Cargo, rates, the bill of quantities and the rules of transfers.

- `cargo`: `Cargo`, `SiteProduct`, `Shipper`: what travels, and who ships it.
- `rates`: `RateCard`, `Range`: prices, speeds and dwell times.
- `bill`: `link_bill`, `price_vector`, `cargo_prices`, `bill_cost`: a bill times prices.
- `shipped_mass`: `shipped_t_per_t`: the water and packaging of a dry tonne.
- `transfers`: `transfer_lifts`: which lift a change of vehicle takes.
"""
