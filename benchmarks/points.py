"""How long 500 points take to join the network, over pricing them to four hubs on one day.

Run: python -m benchmarks.points. Points are drawn near deposits, on land; joining them is finding
them, the access links that they need, the seasons of those and the cargoes. Prints the
processor time of both, after loading, and their ratio, which should be below 1.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import cargoes_of, compiled, match_places, with_access_of

if TYPE_CHECKING:
    from zimnik.studies.model import Model

POINTS, HUBS = 500, 4
OFF_DEG = 0.5
SEED = 7


def drawn_points(model: Model, count: int) -> list[str]:
    """Return texts of points around deposits, none of them at sea."""
    rng = np.random.default_rng(SEED)
    deposits = model.places[model.places["kind"] == "deposit"].geometry
    texts: list[str] = []
    while len(texts) < count:
        near = deposits.iloc[rng.integers(len(deposits))]
        lat, lon = np.array([near.y, near.x]) + rng.uniform(-OFF_DEG, OFF_DEG, 2)
        text = f"{lat:.4f},{lon:.4f}"
        try:
            match_places(model, [text])
        except InputError:
            continue
        texts.append(text)
    return texts


def main() -> None:
    """Measure the joining of points and their matrix."""
    model = zimnik.load().model
    texts = drawn_points(model, POINTS)
    kinds = model.places.set_index("id")["kind"]
    hubs = kinds.index[kinds == "hub"].to_list()[:HUBS]

    start = time.process_time()
    joined, matches = match_places(model, texts)
    ids = [match.place_id for match in matches]
    joined = with_access_of(joined, {*ids, *hubs})
    cargoes, _ = cargoes_of(joined, ids, None)
    joining_s = time.process_time() - start

    network = dated_network(compiled(joined), joined.card, YearType.NORMAL)
    start = time.process_time()
    cost_matrix(network, MatrixRequest(cargoes, hubs, MONTH_STARTS_D[:1]))
    matrix_s = time.process_time() - start
    print(
        f"{len(texts)} points joined in {joining_s:.2f} s, their matrix to "
        f"{len(hubs)} hubs on one day in {matrix_s:.2f} s, ratio {joining_s / matrix_s:.2f}"
    )


if __name__ == "__main__":
    main()
