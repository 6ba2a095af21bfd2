"""Collections at the desk."""
