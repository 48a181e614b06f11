"""Where the camera stands, and how points in the room fall on the picture."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.rotations import Mat, about, rz, unit, vec


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that circles a point of the room."""

    azimuth_deg: float = (
        90.0  # 0 in front of a standing person (toward -y), 90 the person's left (+x)
    )
    height_m: float = 0.8  # of the lens above the floor
    distance_m: float = 3.0  # along the floor from the point looked at
    fov_deg: float = 60.0  # across the picture
    roll_deg: float = 0.0  # positive tips the picture's top to the left
    look_at_m: tuple[float, float, float] = (0.0, 0.0, 0.4)
    width_px: int = 960
    height_px: int = 540

    @property
    def place_m(self) -> NDArray[np.float64]:
        """The lens in the room."""
        x, y, _ = self.look_at_m
        out = rz(self.azimuth_deg) @ vec(0.0, -self.distance_m, 0.0)
        return np.asarray(vec(x, y, self.height_m) + vec(out[0], out[1], 0.0))

    @property
    def axes(self) -> Mat:
        """World to camera, rows right, down, forward (3x3)."""
        forward = unit(np.array(self.look_at_m) - self.place_m)
        right = unit(np.cross(forward, vec(0.0, 0.0, 1.0)))
        upright = np.stack([right, np.cross(forward, right), forward])
        return np.asarray(about(vec(0.0, 0.0, 1.0), self.roll_deg) @ upright)

    @property
    def focal_px(self) -> float:
        """The focal length in pixels."""
        return self.width_px / 2 / math.tan(math.radians(self.fov_deg) / 2)

    def project(
        self, points_m: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points (..., 3) to pixels (..., 2), x right and y down, and depths (...,) in metres;
        behind = NaN.
        """
        seen = (points_m - self.place_m) @ self.axes.T
        depth = seen[..., 2]
        ahead = np.where(depth > 0.05, depth, np.nan)
        px = seen[..., :2] / ahead[..., None] * self.focal_px
        return px + np.array([self.width_px / 2, self.height_px / 2]), depth

    def view_projection(self, near_m: float = 0.1, far_m: float = 30.0) -> NDArray[np.float32]:
        """The 4x4 matrix that OpenGL wants (row-major here; clip space y up)."""
        view = np.eye(4)
        view[:3, :3] = self.axes * np.array([[1.0], [-1.0], [-1.0]])
        view[:3, 3] = -view[:3, :3] @ self.place_m
        f = 2 * self.focal_px
        lens = np.zeros((4, 4))
        lens[0, 0], lens[1, 1] = f / self.width_px, f / self.height_px
        lens[2, 2] = (far_m + near_m) / (near_m - far_m)
        lens[2, 3] = 2 * far_m * near_m / (near_m - far_m)
        lens[3, 2] = -1.0
        return np.asarray(lens @ view, dtype=np.float32)
