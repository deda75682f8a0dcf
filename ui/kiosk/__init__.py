"""The kiosk: visitors take their numbers by touch, in their own language."""
