"""What a page is that is no article: a refusal and its reason, a wall before the page, a page of a list."""
