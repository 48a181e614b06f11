"""Each stretch done well, with everything that form leaves free drawn at random."""

from typing import Any

import numpy as np

from tests.mannequin.stretches import Bridge, Diamond, Lunge, Pigeon

Rng = np.random.Generator


def good_shape(stretch: str, side: str, rng: Rng) -> Any:
    """A stretch in good form with what is free drawn at random."""
    u = rng.uniform
    if stretch == "bridge":
        top = u(-8, 6)
        return Bridge(
            hip_deg=top,
            top_hip_deg=top,
            knee_deg=u(84, 108),
            spine_deg=u(-8, 4),
            stance_m=u(0.11, 0.18),
            inward_left_deg=u(-4, 3),
            inward_right_deg=u(-4, 3),
            toes_out_deg=u(-2, 16),
            arms_out_deg=u(8, 45),
            elbow_deg=u(4, 40),
            head_turn_deg=u(-15, 15),
            heels_up_deg=max(0.0, u(-12, 8)),
        )
    if stretch == "lunge":
        lean, rear = u(0, 10), u(32, 45)
        return Lunge(
            side,
            rear,
            rear,
            u(-6, 7),
            lean,
            u(-3, 3),
            u(-8, 8),
            u(-4, 4),
            0.0,
            u(0.08, 0.14),
            u(-3, 14),
            float(rng.random() < 0.3),
            u(-6, 12),
            arms=str(rng.choice(["knee", "knee", "hips", "overhead", "hang"])),
        )
    if stretch in ("pigeon", "quad-pigeon"):
        quad = stretch == "quad-pigeon"
        lean = u(4, 12) if quad else u(16, 30)
        return Pigeon(
            side,
            u(0.08, 0.14) if quad else u(0.03, 0.10),
            u(30, 48),
            u(100, 128),
            u(0, 10),
            u(4, 14),
            u(0, 25),
            lean_deg=lean,
            spine_deg=u(-16, -4) if quad else u(-12, 6),
            tilt_deg=u(-4, 4),
            head_deg=u(-4, 12),
            side_lean_deg=u(-3, 3),
            arms=str(rng.choice(["floor", "floor", "thigh"])),
        )
    return _good_diamond(stretch, rng)


def _good_diamond(stretch: str, rng: Rng) -> Diamond:
    u = rng.uniform
    rise = u(4, 26)
    feet = u(0.28, 0.40) if stretch == "butterfly" else u(0.48, 0.62)
    arms = (
        ["feet", "feet", "shins", "knees"]
        if stretch == "butterfly"
        else ["shins", "knees", "floor", "feet"]
    )
    return Diamond(
        feet,
        u(0.36, 0.48),
        rise + u(-3, 3),
        rise + u(-3, 3),
        u(-2, 9),
        u(-2, 2),
        u(-4, 10),
        u(-4, 12),
        u(-8, 8),
        turn_feet_deg=u(0, 12),
        arms=str(rng.choice(arms)),
    )
