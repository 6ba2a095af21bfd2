"""The groups of people who work on the site."""

EDITORS = "Editors"
