"""Drawn lines to a graph: what anybody has drawn as roads, railways or rivers becomes a network.

`drawn.DrawnLines` is what comes in, `graph.graph_of_lines` what is done to it, `graph.LineGraph`
what comes out: lines cut where they meet, gaps closed, chains merged, nodes numbered.
"""
