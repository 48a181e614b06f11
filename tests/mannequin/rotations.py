"""Small rotation arithmetic: right-handed, column vectors, degrees where the name says so."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vec = NDArray[np.float64]
Mat = NDArray[np.float64]

X: Vec = np.array([1.0, 0.0, 0.0])
Y: Vec = np.array([0.0, 1.0, 0.0])
Z: Vec = np.array([0.0, 0.0, 1.0])


def vec(x: float, y: float, z: float) -> Vec:
    """A vector of three numbers."""
    return np.array([x, y, z], dtype=np.float64)


def unit(v: Vec) -> Vec:
    """`v` at length one; a zero vector is an error of the caller."""
    length = math.sqrt(float(v @ v))
    if length < 1e-12:
        raise ValueError("a direction of length zero")
    return np.asarray(v / length)


def cross(a: Vec, b: Vec) -> Vec:
    """The cross product of two vectors of three; many times faster than numpy's for single ones."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def about(axis: Vec, angle_deg: float) -> Mat:
    """The rotation by `angle_deg` about `axis` (right hand), 3x3."""
    x, y, z = unit(axis)
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    d = 1 - c
    return np.array([[c + x * x * d, x * y * d - z * s, x * z * d + y * s],
                     [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
                     [z * x * d - y * s, z * y * d + x * s, c + z * z * d]])  # fmt: skip


def rx(angle_deg: float) -> Mat:
    """Rotation about x; positive tips an upright trunk forward (toward -y)."""
    return about(X, angle_deg)


def ry(angle_deg: float) -> Mat:
    """Rotation about y; positive tips an upright trunk toward +x, the person's left."""
    return about(Y, angle_deg)


def rz(angle_deg: float) -> Mat:
    """Rotation about z; positive turns a standing person to their left."""
    return about(Z, angle_deg)


def reject(v: Vec, n: Vec) -> Vec:
    """The part of `v` at right angles to the unit vector `n`."""
    return np.asarray(v - float(v @ n) * n)


def frame(direction: Vec, hinge: Vec) -> Mat:
    """An orthonormal frame in columns: the direction, hinge x direction, the hinge made square to
    it.
    """
    first = unit(direction)
    third = unit(reject(hinge, first))
    return np.stack([first, cross(third, first), third], axis=1)


def angle_deg(a: Vec, b: Vec) -> float:
    """The angle between two directions, 0 to 180 deg."""
    return math.degrees(math.atan2(float(np.linalg.norm(cross(a, b))), float(a @ b)))


def rotvec(m: Mat) -> Vec:
    """The rotation vector (rad) of a 3x3 rotation."""
    w = np.array([m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]])
    s, c = float(np.linalg.norm(w)) / 2, (float(np.trace(m)) - 1) / 2
    angle = math.atan2(s, c)
    if s > 1e-7:
        return np.asarray(w / (2 * s) * angle)
    if c > 0:
        return np.asarray(w / 2)
    axis = np.sqrt(np.maximum(np.diag(m) + 1, 0) / 2)
    k = int(np.argmax(axis))
    signs = np.where(m[k] + m[:, k] < 0, -1.0, 1.0)
    return np.asarray(unit(axis * signs) * angle)


def from_rotvec(v: Vec) -> Mat:
    """The rotation of a rotation vector (rad)."""
    angle = float(np.linalg.norm(v))
    return np.eye(3) if angle < 1e-12 else about(v, math.degrees(angle))


def slerp(a: Mat, b: Mat, share: float) -> Mat:
    """From rotation `a` (share 0) to `b` (share 1) by the shortest way."""
    return np.asarray(a @ from_rotvec(rotvec(a.T @ b) * share))


def root(f: Callable[[float], float], low: float, high: float, steps: int = 26) -> float:
    """Where a monotone `f` crosses zero in [low, high] (Illinois method); the nearer end where it
    does not.

    The last call of `f` is made with the value returned, so that `f` may leave a body in its final
    pose.
    """
    at_low, at_high = f(low), f(high)
    best = low if abs(at_low) < abs(at_high) else high
    if at_low * at_high > 0:
        f(best)
        return best
    for _ in range(steps):
        if at_high == at_low or high - low < 1e-5:
            break
        best = high - at_high * (high - low) / (at_high - at_low)
        now = f(best)
        if abs(now) < 2e-5:
            return best
        if now * at_high < 0:
            low, at_low, high, at_high = high, at_high, best, now
        else:
            at_low, high, at_high = at_low / 2, best, now
        if low > high:
            low, at_low, high, at_high = high, at_high, low, at_low
    f(best)
    return best


def mean(points: Sequence[Vec]) -> Vec:
    """The middle of some points."""
    return np.asarray(np.mean(np.stack(list(points)), axis=0))
