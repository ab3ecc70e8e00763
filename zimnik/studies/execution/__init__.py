"""How a long question is worked on: by which workers, and how far it has come.

- `workers`: `workers`, `Workers`, `executor_of`: here, processes of this machine, a Dask cluster.
- `progress`: `progress`: a bar on the standard error.
"""
