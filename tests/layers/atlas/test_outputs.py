"""What deposits of the shipped atlas ship in a year: no more than is published, mined and paid for."""

from __future__ import annotations

import pytest

from zimnik.geo.pricing.cargo import cargo_of_product
from zimnik.layers import Atlas, load_atlas, load_rate_card, site_row
from zimnik.layers.cards.cargo import product_of_site

# Of which the largest mines of the world make this much in a year at most.
MOST_T_PER_Y = {"gold": 100.0, "dore": 150.0, "silver": 2_000.0, "platinum": 100.0,
                "diamond": 10.0, "uranium": 10_000.0}  # fmt: skip
# Norilsk Nickel as a whole spends less in a year, and no pit of Siberia mines as much ore.
MOST_USD_PER_Y = 5e9
MOST_ORE_T_PER_Y = 1e8


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def test_a_site_mines_and_spends_no_more_than_a_mine_can(shipped: Atlas) -> None:
    card = load_rate_card(shipped)
    for deposit_id in shipped.deposits["id"]:
        product = product_of_site(site_row(shipped, deposit_id))
        cargo, _ = cargo_of_product(product, card)
        assert cargo.tonnes_per_y * cargo.value_usd_per_t <= MOST_USD_PER_Y, deposit_id
        ore_t_per_y = cargo.tonnes_per_y * (product.cost.ore_t_per_t or 1.0)
        assert ore_t_per_y <= MOST_ORE_T_PER_Y, deposit_id


def test_no_site_ships_more_in_a_year_than_it_holds(shipped: Atlas) -> None:
    card = load_rate_card(shipped)
    for deposit_id in shipped.deposits["id"]:
        product = product_of_site(site_row(shipped, deposit_id))
        if product.stock_t is not None:
            cargo, _ = cargo_of_product(product, card)
            assert cargo.tonnes_per_y <= product.stock_t, deposit_id


def test_precious_products_have_a_published_output_of_a_size_that_exists(shipped: Atlas) -> None:
    rows = shipped.deposits[["id", "product", "planned_product_t_per_y"]].to_dict("records")
    outputs = shipped.outputs[["deposit_id", "product", "output_t_per_y"]].to_dict("records")
    made = [(row["id"], row["product"], row["planned_product_t_per_y"]) for row in rows]
    made += [(row["deposit_id"], row["product"], row["output_t_per_y"]) for row in outputs]
    precious = [
        (place_id, tonnes, most)
        for place_id, product, tonnes in made
        for word, most in MOST_T_PER_Y.items()
        if word in (product or "")
    ]
    assert "kyuchus" in {place_id for place_id, _, _ in precious}
    for place_id, tonnes, most in precious:
        assert 0 < tonnes <= most, place_id


def test_a_plan_is_that_of_the_outputs_that_are_listed(shipped: Atlas) -> None:
    """Within a factor of two: a site may ship several products, or dore with silver in it."""
    rows = shipped.deposits.dropna(subset=["planned_product_t_per_y"])
    listed = shipped.outputs.groupby("deposit_id")["output_t_per_y"]
    for place_id, tonnes in zip(rows["id"], rows["planned_product_t_per_y"], strict=True):
        outputs = listed.get_group(place_id)
        assert outputs.min() / 2 <= tonnes <= outputs.sum() * 2, place_id
