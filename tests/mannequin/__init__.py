"""Rendered people whose every joint angle, fault and second is known.

Axes of the world: x, y along the floor, z up, metres. A person in rest stands at the origin facing
-y,
the left side toward +x. Azimuth of a camera: 0 deg is in front of a standing person, 90 deg the
left side.

Nothing here imports `coach`: a yardstick that borrows the ruler it checks measures nothing.
"""
