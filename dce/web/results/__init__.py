"""Results: what analysts read of a study at the desk, and the model that everybody may ask."""
