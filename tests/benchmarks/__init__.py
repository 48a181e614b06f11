"""Benchmarks: how fast the coach is, and how true what it says of people whose form is known."""
