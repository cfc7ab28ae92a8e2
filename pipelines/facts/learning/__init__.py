"""Learning: fits the weights of linking and the calibration of its doubt to labelled articles, and measures both on articles held out."""
