"""When an article was published: stated dates, seen dates, and the weighing of them."""
