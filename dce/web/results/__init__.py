"""Results: finished figures that a process beside the site makes, the adviser, and the model that everybody may ask."""
