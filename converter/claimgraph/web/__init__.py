"""URLs, pages and what is fetched: no records yet."""
