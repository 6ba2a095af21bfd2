"""What a character's page is to the outside: citations, structured data, a picture to share, feeds, sitemaps."""
