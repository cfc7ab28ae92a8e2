"""Numbers by time, place and role: asked from the corpus, shown as charts, on the page of a province and in comparison."""
