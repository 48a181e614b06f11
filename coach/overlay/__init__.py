"""What the person sees over their picture: first a list of shapes (pure), then pixels."""

from coach.overlay.look import Agenda, Look, Seen
from coach.overlay.scene import scene
from coach.overlay.shapes import Shape

__all__ = ["Agenda", "Look", "Seen", "Shape", "scene"]
