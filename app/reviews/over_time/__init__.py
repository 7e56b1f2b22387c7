"""Everything over time: the geometry, the drawing and the tables of the trajectory of a case."""
