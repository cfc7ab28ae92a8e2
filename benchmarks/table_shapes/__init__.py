"""Tables of our own making in twelve shapes, each with the facts of its cells as the maker of the table knows them."""
