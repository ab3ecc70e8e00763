"""Years that happened: gauges, the links that follow them, and years drawn whole.

`Gauge` and `Shift` are what was read, `season_evidence` says what each link follows,
`observed_year` and `in_drawn_year` give links the windows of a year, `drawn_years` draws years.
"""
