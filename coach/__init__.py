"""Psoas: a stretching coach that watches your form through a webcam, on your own machine."""

__version__ = "0.1.0"
