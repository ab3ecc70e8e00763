"""Monte Carlo samples of the ranges of rates, and rankings over them.

- `samples`: `Samples`, `draw_samples`, `one_at_a_time`: draws by seed.
- `sampled_rates`: `card_inputs`, `sampled_rates`, `sampled_card`: a rate card in samples.
- `sampled_plants`: `chain_inputs`, `sampled_plants`: plants in samples.
- `stored_years`: `StoredYear`, `found_year`: the paths of a year, priced in all samples.
- `haulage_years`: `store_years`, `Haulage`: years that are best in some sample, for all pairs.
- `chain_samples`: `StoredChains`, `compare_chains`: the value chain in samples.
- `drawn_campaign`: `DrawnPlan`: the plan of a campaign in samples.
- `drawn_hauls`: `SentHaul`: a haul of a fixed plan in samples.
- `drawn_hubs`: `DrawnFlows`: hubs that are fed a fixed plan in samples.
- `kept_ways`: `KeptWays`: kept paths of a cargo in samples; `way_searches` finds them.
- `chain_prices`: `Repricing`: what a stored hub cost comes to in samples.
- `chain_flows`: `sampled_flows`: what goes through its stages in samples.
- `ranking`: `rank_hubs`, `evpi`, `evppi`, `tornado`: what costs by sample and hub say.
- `hub_ranking`: `rank_by_draws`, `rank_samples`, `compare_with_routing`: ranked hubs.
"""
