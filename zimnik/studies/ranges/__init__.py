"""Ranges of answers: percentiles of draws, the same way for every question that costs something.

- `draws`: `draws`, `seed`, `DRAWS`, `inputs_of`: how many draws, and what is drawn.
- `campaigns`: `campaign_spread`: the range of a plan.
- `routes`: `route_spread`: the range of a route.
"""
