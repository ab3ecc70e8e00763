"""Recipes, plants, and what a tonne costs at a hub.

- `recipes`: `Recipe`, `chain_of`: what a plant makes of a tonne fed.
- `flows`: `StageFlow`, `balance_faults`: what goes through a stage, and its balance.
- `plants`: `Plants`, `PlantPrices`: recipes, prices and places of plants.
- `plant_costs`: `processing_usd`, `other_costs`, `reo_share`: what stages cost, who bears it.
- `borders`, `border_terms`: `border_bill`, `BorderTerms`: what a border takes.
- `hauls`: `ChainQuestion`, `Searches`: the hauls to and from a hub.
- `hub_cost`: `hub_cost`: what a hub costs for a deposit.
- `hub_cost_results`: `HubCost`, `Haul`, `Load`: its parts.
- `hub_years`: `HubYear`, `year_of_costs`: what a hub costs by the day of readiness.
- `return_loads`: `return_credit_usd`: what is saved where cargo goes in both directions.
- `shared_projects`: `with_projects`: who pays for what is built.
- `comparison`: `Comparison`, `HubRow`, `break_evens`: hubs side by side.
"""
