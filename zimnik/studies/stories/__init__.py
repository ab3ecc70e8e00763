"""Stories that a planner writes for the map."""
