"""What differs between people, rooms and cameras, each drawn from a seed on its own."""

import math

import numpy as np

from tests.mannequin.body import Phenotype
from tests.mannequin.camera import Camera
from tests.mannequin.look import Look, Rgb
from tests.mannequin.renderer import Light
from tests.mannequin.room import CARPET, PLAIN, PLANKS, STRIPES, TILES, Box, Room
from tests.mannequin.rotations import rz
from tests.mannequin.wear import Wear

Rng = np.random.Generator

_SKINS: tuple[Rgb, ...] = (
    (0.72, 0.48, 0.38),
    (0.60, 0.38, 0.28),
    (0.48, 0.29, 0.19),
    (0.33, 0.19, 0.12),
    (0.20, 0.11, 0.07),
    (0.10, 0.055, 0.035),
)
_HAIRS: tuple[Rgb, ...] = (
    (0.02, 0.015, 0.012),
    (0.07, 0.04, 0.025),
    (0.17, 0.09, 0.045),
    (0.45, 0.30, 0.13),
    (0.35, 0.33, 0.31),
    (0.25, 0.06, 0.02),
)


_FLOORS: tuple[Rgb, ...] = (
    (0.45, 0.43, 0.40),
    (0.30, 0.30, 0.31),
    (0.42, 0.36, 0.28),
    (0.20, 0.24, 0.30),
)
_WALLS: tuple[Rgb, ...] = (
    (0.66, 0.64, 0.60),
    (0.66, 0.64, 0.60),
    (0.62, 0.55, 0.45),
    (0.45, 0.52, 0.55),
    (0.50, 0.55, 0.47),
    (0.55, 0.30, 0.24),
    (0.15, 0.19, 0.26),
)


def _near(rgb: Rgb, rng: Rng, share: float = 0.12) -> Rgb:
    r, g, b = (float(np.clip(c * rng.uniform(1 - share, 1 + share), 0.01, 0.95)) for c in rgb)
    return (r, g, b)


def _paint(rgb: Rgb, rng: Rng, low: float, high: float) -> Rgb:
    """The same paint lighter or darker, its hue moved a little."""
    return _near(_scaled(rgb, float(rng.uniform(low, high))), rng, 0.07)


def _scaled(rgb: Rgb, by: float) -> Rgb:
    return (rgb[0] * by, rgb[1] * by, rgb[2] * by)


def _cloth(rng: Rng) -> Rgb:
    """A colour of cloth: black, white, grey or bright."""
    kind = rng.integers(5)
    if kind <= 1:
        level = float(rng.choice([0.02, 0.05, 0.12, 0.3, 0.65]))
        return (level, level, level)
    bright = (rng.dirichlet([0.8, 0.8, 0.8]) * 0.75 + 0.1) * rng.uniform(0.15, 0.8)
    return (float(bright[0]), float(bright[1]), float(bright[2]))


def draw_phenotype(rng: Rng) -> Phenotype:
    """A grown-up body: sex, age, height, weight, muscle and proportions each on its own."""
    u = rng.uniform
    gender = float(u(0.0, 0.25) if rng.random() < 0.5 else u(0.75, 1.0))
    values = (gender, u(0.52, 0.85), u(0.25, 0.8), u(0.25, 0.85), u(0.2, 0.8), u(0.3, 0.8))
    return Phenotype(*(round(float(v), 3) for v in values))


def draw_look(rng: Rng, gender: float) -> Look:
    """Skin, hair and clothes."""
    skin = _near(_SKINS[rng.integers(len(_SKINS))], rng)
    loose = float(rng.choice([0.003, 0.004, 0.010, 0.016]))
    shoes = None if rng.random() < 0.6 else _cloth(rng)
    return Look(
        skin=skin,
        hair=_near(_HAIRS[rng.integers(len(_HAIRS))], rng),
        hair_m=float(rng.uniform(0.004, 0.022)),
        long_hair=bool(rng.random() < (0.65 if gender > 0.5 else 0.1)),
        shirt=_cloth(rng),
        shirt_pattern=int(rng.choice([1, 1, 1, STRIPES, PLAIN])),
        sleeve=float(rng.choice([0.12, 0.5, 0.6, 1.3, 1.9])),
        trousers=_cloth(rng),
        leg=float(rng.choice([0.45, 0.75, 0.9, 1.55, 1.9, 1.95])),
        shoes=shoes,
        loose_m=loose,
    )


def draw_light(rng: Rng) -> Light:
    """Lamps from any side, warm or cold, soft or hard."""
    turn, up = rng.uniform(0, 2 * math.pi), rng.uniform(0.6, 1.6)
    warm = rng.uniform(-0.12, 0.12)
    key, ambient = rng.uniform(0.55, 1.05), rng.uniform(0.3, 0.6)
    fill_turn = turn + rng.uniform(1.5, 4.5)
    return Light(
        (math.cos(turn), math.sin(turn), float(up)),
        (key * (1 + warm), key, key * (1 - warm)),
        (math.cos(fill_turn), math.sin(fill_turn), 0.5),
        (0.2, 0.21, 0.22),
        (ambient, ambient, ambient * (1 - warm / 2)),
        float(rng.uniform(0.2, 0.85)),
    )


def _furniture(rng: Rng, far_m: float, side_m: float) -> tuple[Box, ...]:
    """Boxes along the far wall and in the far corners: never between the camera and the person."""
    out: list[Box] = []
    x = -side_m + 0.5
    while x < side_m - 0.5:
        kind, width = rng.integers(6), float(rng.uniform(0.4, 1.3))
        rgb, at = _cloth(rng), x + width / 2
        deep = min(float(rng.uniform(0.25, 0.5)), far_m - 1.35)
        if kind <= 1 and deep > 0.1:
            high = float(rng.uniform(0.4, 2.0))
            out.append(
                Box(
                    (at, far_m - deep / 2),
                    (width, deep, high),
                    0.0,
                    rgb,
                    int(rng.choice([PLAIN, 1])),
                )
            )
        elif kind == 2:
            out.append(
                Box(
                    (at, far_m - 0.015),
                    (width * 0.7, 0.03, 0.5),
                    1.2,
                    rgb,
                    STRIPES if rng.random() < 0.4 else PLAIN,
                )
            )
        elif kind == 3:
            out.append(Box((at, far_m - 0.01), (width, 0.02, 1.2), 0.9, (0.75, 0.82, 0.9)))
        elif kind == 4 and deep > 0.2:
            out += [
                Box((at, far_m - 0.25), (0.06, 0.06, 0.5), 0.0, (0.2, 0.12, 0.07)),
                Box((at, far_m - 0.25), (0.35, 0.35, 0.5), 0.5, (0.05, 0.2, 0.06), CARPET, 30.0),
            ]
        x += width + float(rng.uniform(0.1, 0.9))
    return tuple(out)


def draw_room(rng: Rng, azimuth_deg: float, distance_m: float) -> Room:
    """A room whose far wall is behind the person, a little askew."""
    far, side = float(rng.uniform(1.7, 3.6)), float(rng.uniform(2.8, 4.5))
    pattern = int(rng.choice([PLANKS, PLANKS, TILES, CARPET, PLAIN]))
    floor: Rgb = (0.35, 0.24, 0.15) if pattern == PLANKS else _FLOORS[rng.integers(len(_FLOORS))]
    wall: Rgb = _WALLS[rng.integers(len(_WALLS))]
    mat = None if rng.random() < 0.15 else _cloth(rng)
    return Room(
        azimuth_deg + float(rng.uniform(-18, 18)),
        far,
        distance_m + 1.3,
        side,
        4.0,
        _paint(floor, rng, 0.4, 1.3),
        pattern,
        _paint(wall, rng, 0.5, 1.15),
        mat,
        (float(rng.uniform(0.58, 0.8)), float(rng.uniform(1.7, 2.1))),
        boxes=_furniture(rng, far, side),
    )


_GOOD_VIEWS = {  # off the person's front, either side: where each stretch is best seen from
    "bridge": ((80, 100), (125, 150)),
    "lunge": ((75, 105), (75, 105), (10, 50)),
    "pigeon": ((70, 110), (30, 60)),
    "quad-pigeon": ((75, 105),),
    "butterfly": ((0, 20), (20, 60)),
    "seated-hip": ((75, 105),),
}


def draw_azimuth(rng: Rng, stretch: str | None, side: str) -> float:
    """Seven in ten from where the stretch is best seen, the rest from anywhere; 0 to 360."""
    if stretch is None or rng.random() > 0.7:
        return float(rng.uniform(0, 360))
    bands = _GOOD_VIEWS[stretch]
    low, high = bands[rng.integers(len(bands))]
    near = 1.0 if rng.random() < 0.5 else -1.0
    if stretch == "quad-pigeon":
        near = -1.0 if side == "left" else 1.0  # the held leg is the other one
    return float(near * rng.uniform(low, high)) % 360


def draw_camera(rng: Rng, azimuth_deg: float, look_at_m: tuple[float, float, float]) -> Camera:
    """Height, distance, lens and roll; the picture's size is set by whoever renders."""
    height = float(rng.uniform(0.1, 1.8))
    return Camera(azimuth_deg, height, float(rng.uniform(1.8, 4.0)), float(rng.uniform(50, 90)),
                  float(rng.uniform(-5, 5)), look_at_m)  # fmt: skip


def draw_wear(rng: Rng) -> Wear:
    """A camera's faults, from none to poor."""
    u = rng.uniform
    red, green, blue = (float(x) for x in u(0.92, 1.08, 3))
    return Wear(
        gain=float(u(0.75, 1.25)),
        gamma=float(u(0.8, 1.25)),
        tint=(red, green, blue),
        blur_px=float(max(0.0, u(-0.6, 1.1))),
        noise=float(max(0.0, u(-2, 6))),
        flicker=float(u(0, 0.03)),
        seed=int(rng.integers(1 << 30)),
    )


def turned_place(azimuth_deg: float, right_m: float) -> tuple[float, float]:
    """A place `right_m` to the right of the origin as the camera sees it."""
    out = rz(azimuth_deg) @ np.array([right_m, 0.0, 0.0])
    return float(out[0]), float(out[1])
