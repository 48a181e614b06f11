"""What may be set about the engine: how long a hold is, and how often it speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person set out to do; the engine then looks for nothing else."""

    stretch: str
    """Stretch id."""
    side: str | None = None
    """`left`, `right` or `both`; None = whichever side is seen."""
    hold_s: float | None = None
    """The goal; None = as the stretch file says."""


@dataclass(frozen=True, slots=True)
class CueSettings:
    """How often to speak. All in seconds."""

    between_corrections_s: float = 4.0
    same_again_s: float = 10.0
    most_repeats: int = 3
    """After so many repeats of one correction: silence until that fault is gone."""
    weigh_s: float = 0.3
    """Faults that open this close together are weighed before one of them is spoken of; a fault
    beside which no other is about to open does not wait."""
    between_cues_s: float = 2.0
    """Counts and praise keep this distance from whatever was said before."""
    lost_after_s: float = 2.0
    """Nobody in view for this long is worth saying."""
    legs_after_s: float = 4.0
    """Somebody whose legs the picture cuts off for this long has the camera too near."""
    start_after_s: float = 4.0
    """Whoever rests so long in what was asked for, short of a hold, hears what to do."""
    view_after_s: float = 3.0
    """A camera place from which the stretch cannot be judged is spoken of after this long."""

    def faded(self, sessions: int) -> CueSettings:
        """Return the settings for one who has done `sessions` before: fewer cues as skill grows.

        The gaps between corrections widen by a tenth for each session, to twice at most.
        """
        factor = 1.0 + min(sessions, 10) / 10.0
        return replace(
            self,
            between_corrections_s=self.between_corrections_s * factor,
            same_again_s=self.same_again_s * factor,
        )
