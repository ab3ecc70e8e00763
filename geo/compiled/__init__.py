"""The searches by date compiled to machine code: the rules of `geo.routing` over arrays.

`layout`: the network as arrays; `openings`: the backward search for bounds; `label_search`: the
forward search over labels. They need Numba, an extra; without it the same questions are searched by
plain Python, with the same answers.
"""
