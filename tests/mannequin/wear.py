"""What a cheap camera does to a picture: exposure, tint, blur, noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Wear:
    """Strengths of the camera's faults; the defaults do nothing."""

    gain: float = 1.0
    gamma: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)  # of red, green, blue
    blur_px: float = 0.0  # standard deviation
    noise: float = 0.0  # standard deviation, of 255
    flicker: float = 0.0  # share by which the exposure wanders
    seed: int = 0


def worn(rgb: NDArray[np.uint8], wear: Wear, index: int) -> NDArray[np.uint8]:
    """A frame as the camera gives it; `index` makes each frame's noise its own."""
    if wear == Wear(seed=wear.seed):
        return rgb
    import cv2

    rng = np.random.default_rng([wear.seed, index])
    gain = wear.gain * (1 + wear.flicker * float(np.sin(index * 0.37 + wear.seed)))
    ramp = np.clip((np.arange(256) / 255) ** wear.gamma * gain, 0, 1) * 255
    table = np.stack([np.clip(ramp * t, 0, 255) for t in wear.tint], axis=-1).astype(np.uint8)
    out = np.stack([table[:, c][rgb[..., c]] for c in range(3)], axis=-1)
    if wear.blur_px > 0.15:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), wear.blur_px))
    if wear.noise > 0.3:
        grain = rng.standard_normal(rgb.shape[:2], dtype=np.float32)[..., None] * np.float32(
            wear.noise
        )
        out = np.clip(out.astype(np.float32) + grain, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(out, dtype=np.uint8)
