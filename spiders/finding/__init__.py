"""What a response leads to: links, feeds, paging, walks, and when to stop."""
