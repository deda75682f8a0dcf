"""Spooling finished pages to real printers."""
