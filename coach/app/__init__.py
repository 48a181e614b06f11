"""Wiring: live practice, offline review, replay of a stored session, and the doctor."""
