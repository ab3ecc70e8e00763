"""What plants earn, and whether what is built pays.

- `prices`: `Quotation`, `PriceDeck`, `price_deck`, `ElementSplit`, `basket_of`: what they sell for.
- `terms`: `ProjectTerms`: what buyers pay, tolls, capital, years, scale and taxes.
- `revenue`: `Sales`, `revenue_usd_per_t`: what the rare earths of a chain sell for.
- `netback`: `StageNetback`, `stage_netbacks`: what a tonne earns by stage.
- `earnings`: `HubEarnings`, `hub_earnings`: the same for all deposits of a hub.
- `cash_flow`: `Schedule`, `FullYear`, `Capital`, `yearly_plan`, `after_tax_usd`: flows by year.
- `returns`: `npv_usd`, `internal_rate`, `payback_y`: what flows come to.
- `priced_years`: `World`, `PricedYears`: a hub cost taken apart.
- `investment`: `InvestmentTerms`, `investment`: the years of what is built for a deposit at a hub.
- `chances`: `chances_of`: what many worlds say of them.
- `outlook`: `Figure`, `Outlook`: planned outputs against targets, plants, the world and imports.
"""
