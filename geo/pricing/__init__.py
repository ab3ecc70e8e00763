"""Cargo, rates, the bill of quantities and the rules of transfers.

- `cargo`: `Cargo`, `SiteProduct`, `Shipper`: what travels, and who ships it.
- `ready_days`: `ReadyDays`: the days on which feed, reagents and products are ready.
- `rates`: `RateCard`, `Range`: prices, speeds and dwell times.
- `bill`: `price_vector`, `cargo_prices`, `bill_cost`: a bill times prices.
- `step_bills`: `link_bill`, `transfer_bill`, `loading_bill`: what each step of a path consumes.
- `shipped_mass`: `shipped_t_per_t`: the water and packaging of a dry tonne.
- `transfers`: `transfer_lifts`: which lift a change of vehicle takes.
"""
