"""How the measuring model is made: landmarks of rendered people with known angles, and a fit to
them.

Needs the `mannequin` dependency group; nothing here is imported by the coach.
"""
