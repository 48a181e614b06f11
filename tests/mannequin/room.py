"""Rooms: floor, walls, a mat and furniture along the walls, as plain boxes with patterns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.renderer import Mesh
from tests.mannequin.rotations import rz

Rgb = tuple[float, float, float]
PLAIN, CLOTH, PLANKS, TILES, CARPET, STRIPES = 0, 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Box:
    """An upright box: its middle on the floor plan, its size, the height of its underside, a turn
    about z.
    """

    middle_m: tuple[float, float]
    size_m: tuple[float, float, float]
    under_m: float
    rgb: Rgb
    pattern: int = PLAIN
    turn_deg: float = 0.0


@dataclass(frozen=True)
class Room:
    """A room around the person, turned so that its far wall stands behind the person from the
    camera.
    """

    turn_deg: float = 0.0  # the far wall looks toward this azimuth
    far_m: float = 2.2  # from the person to the far wall
    near_m: float = 5.2
    side_m: float = 3.2
    height_m: float = 4.0
    floor: Rgb = (0.35, 0.24, 0.15)
    floor_pattern: int = PLANKS
    wall: Rgb = (0.62, 0.60, 0.55)
    mat: Rgb | None = (0.12, 0.30, 0.28)
    mat_m: tuple[float, float] = (0.66, 1.9)
    mat_middle_m: tuple[float, float] = (0.0, 0.0)
    boxes: tuple[Box, ...] = ()  # furniture, in the room's own axes: -y is the camera's side


_CORNERS = np.array([[x, y, z] for z in (0, 1) for y in (-0.5, 0.5) for x in (-0.5, 0.5)])
_SIDES = (
    ((0, 2, 3, 1), (0, 0, -1)),
    ((4, 5, 7, 6), (0, 0, 1)),
    ((0, 1, 5, 4), (0, -1, 0)),
    ((2, 6, 7, 3), (0, 1, 0)),
    ((0, 4, 6, 2), (-1, 0, 0)),
    ((1, 3, 7, 5), (1, 0, 0)),
)


def box_mesh(box: Box) -> Mesh:
    """The twelve triangles of a box."""
    turn = rz(box.turn_deg)
    corners = (_CORNERS * np.array(box.size_m)) @ turn.T + np.array([*box.middle_m, box.under_m])
    places = np.concatenate([corners[list(side)] for side, _ in _SIDES])
    normals = np.repeat(np.array([n for _, n in _SIDES], dtype=np.float64) @ turn.T, 4, axis=0)
    faces = np.concatenate(
        [[[4 * i, 4 * i + 1, 4 * i + 2], [4 * i, 4 * i + 2, 4 * i + 3]] for i in range(6)]
    )
    return _mesh(places, normals, faces, box.rgb, box.pattern)


def _mesh(
    places: NDArray[np.float64],
    normals: NDArray[np.float64],
    faces: NDArray[np.int_],
    rgb: Rgb,
    kind: int,
) -> Mesh:
    pattern = np.concatenate([np.full((len(places), 1), kind), places], axis=1)
    colour = np.tile(np.array(rgb, np.float32), (len(places), 1))
    return Mesh(places.astype(np.float32), normals.astype(np.float32), colour,
                pattern.astype(np.float32), faces.astype(np.int32))  # fmt: skip


def turned(mesh: Mesh, turn_deg: float) -> Mesh:
    """A mesh turned about the vertical; patterns stay with it."""
    turn = rz(turn_deg).astype(np.float32)
    return Mesh(mesh.vertices_m @ turn.T, mesh.normals @ turn.T, mesh.rgb, mesh.pattern, mesh.faces)


def room_meshes(room: Room) -> list[Mesh]:
    """All still meshes of a room; the mat's top is the height 0 on which people stand."""
    width, depth = 2 * room.side_m, room.far_m + room.near_m
    middle_y = (room.far_m - room.near_m) / 2
    sunk = -0.008 if room.mat else 0.0
    walls = [
        Box((0, middle_y), (width, depth, 0.02), sunk - 0.02, room.floor, room.floor_pattern),
        Box((0, room.far_m + 0.05), (width, 0.1, room.height_m), sunk, room.wall),
        Box((-room.side_m - 0.05, middle_y), (0.1, depth, room.height_m), sunk, room.wall),
        Box((room.side_m + 0.05, middle_y), (0.1, depth, room.height_m), sunk, room.wall),
        Box((0, room.far_m - 0.01), (width, 0.02, 0.09), sunk, _darker(room.wall)),
    ]
    still = [turned(box_mesh(b), room.turn_deg) for b in (*walls, *room.boxes)]
    if room.mat:
        still.append(
            box_mesh(Box(room.mat_middle_m, (*room.mat_m, 0.008), -0.008, room.mat, CLOTH))
        )
    return still


def _darker(rgb: Rgb) -> Rgb:
    return (0.8 * rgb[0], 0.8 * rgb[1], 0.8 * rgb[2])


def plain_furniture(far_m: float) -> tuple[Box, ...]:
    """A shelf, a sideboard and a picture against the far wall."""
    return (
        Box((1.7, far_m - 0.2), (0.8, 0.35, 1.7), 0.0, (0.30, 0.20, 0.12)),
        Box((-1.5, far_m - 0.25), (1.2, 0.45, 0.75), 0.0, (0.50, 0.48, 0.44)),
        Box((-0.2, far_m - 0.02), (0.7, 0.03, 0.5), 1.35, (0.20, 0.32, 0.42), STRIPES),
    )
