"""What figures say, as whole sentences and numbers with their units, for pages and for documents alike."""
