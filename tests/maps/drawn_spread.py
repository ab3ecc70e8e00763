"""A drawn range of an answer: percentiles of draws, and two numbers that move the cost."""

from zimnik.maps.reports.ranges.spread import DrawsRecord, SwingRecord


def spread() -> DrawsRecord:
    """Return a range in which a plant moves the cost more than a rate."""
    return DrawsRecord(
        draws=1000,
        seed=1,
        scope="campaign",
        arrives_share=1.0,
        p10_usd_per_t=150.0,
        p50_usd_per_t=200.0,
        p90_usd_per_t=320.0,
        p10_co2_kg_per_t=90.0,
        p50_co2_kg_per_t=100.0,
        p90_co2_kg_per_t=110.0,
        p10_duration_d=None,
        p50_duration_d=None,
        p90_duration_d=None,
        in_time_share=None,
        within_d=None,
        swings=(
            SwingRecord("capex cracking", 0.0, 1.0, 2.0, 160.0, 260.0),
            SwingRecord("rail_1520_tkm", 0.01, 0.02, 0.03, 180.0, 205.0),
        ),
    )
