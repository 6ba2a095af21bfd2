"""What a character's page is to the outside: how to cite it, structured data, a picture to share, feeds, sitemaps."""
