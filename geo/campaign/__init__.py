"""One year of shipping under capacities, stores and fleets."""
