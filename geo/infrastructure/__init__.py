"""Roads and ports that somebody would have to build first.

- `new_roads`: `NewLink`, `PricedLink`, `compare`: links that are not there yet, side by side.
- `new_links`: `candidate_links`, `price_links`: which of them are worth pricing.
- `projects`: `Project`, `planned_project`, `enlarged`: what is built, and its yearly cost.
- `needs`: `Needs`: what an answer uses and what does not exist, with its cost.
- `planned_outputs`: `planned_outputs`: which plan of a deposit counts in a year.
- `off_network`: `OffNetwork`: what it takes to reach the network from anywhere.
"""
