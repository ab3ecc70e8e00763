"""What a closure costs, and which are worst.

- `disruptions`: `Disruption`, `disruptions_of`: what may close.
- `criticality`: `rank_disruptions`, `CriticalityReport`: link criticality.
"""
