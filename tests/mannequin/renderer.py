"""Pictures of meshes through OSMesa: no screen, no graphics card, the same bytes on every run of
one machine.

One `Renderer` holds one context and is used by one process. Still meshes are sent once, moving
ones every frame.
"""

import ctypes
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.camera import Camera
from tests.mannequin.errors import MannequinError
from tests.mannequin.rotations import unit, vec
from tests.mannequin.shaders import DRAW_FRAGMENT, DRAW_VERTEX, SHADOW_FRAGMENT, SHADOW_VERTEX

_SHADOW_PX = 1024


@dataclass(frozen=True)
class Mesh:
    """Triangles with a colour and a pattern at each corner."""

    vertices_m: NDArray[np.float32]  # (V, 3)
    normals: NDArray[np.float32]  # (V, 3)
    rgb: NDArray[np.float32]  # (V, 3) 0 to 1, linear light
    pattern: NDArray[
        np.float32
    ]  # (V, 4) kind of shaders.DRAW_FRAGMENT, then where the pattern is drawn
    faces: NDArray[np.int32]  # (F, 3)


@dataclass(frozen=True)
class Light:
    """A key lamp that throws shadows, a fill lamp and light from everywhere."""

    key_from: tuple[float, float, float] = (0.5, -0.6, 1.0)
    key_rgb: tuple[float, float, float] = (0.95, 0.92, 0.86)
    fill_from: tuple[float, float, float] = (-0.7, 0.3, 0.5)
    fill_rgb: tuple[float, float, float] = (0.2, 0.22, 0.25)
    ambient_rgb: tuple[float, float, float] = (0.5, 0.5, 0.5)
    shade: float = 0.7  # how dark a shadow is, 0 to 1
    reach_m: float = field(default=3.0)  # half the width of what the lamp's shadow map covers


def _lamp_matrix(light: Light) -> NDArray[np.float32]:
    """World to the lamp's clip space, seen straight along its rays."""
    forward = -unit(np.array(light.key_from))
    right = unit(np.cross(forward, vec(0.1, 0.9, 0.2)))
    axes = np.stack([right, np.cross(right, forward), -forward])
    m = np.eye(4)
    m[:3, :3] = axes / np.array([[light.reach_m], [light.reach_m], [-8.0]])
    return np.asarray(m, dtype=np.float32)


def _gl() -> Any:
    """PyOpenGL on OSMesa; the platform must be named before the first import.

    With it comes the raw `glVertexAttribPointer`: PyOpenGL's own searches a list of all arrays ever
    sent, and grows slower with every picture.
    """
    # What draws people brings two LLVMs, torch's and OSMesa's: the second to come must be OSMesa's,
    # or the process dies of a segmentation fault (torch 2.15, triton 3.9, OSMesa 22.3).
    if importlib.util.find_spec("triton") is not None:
        importlib.import_module("triton")
    os.environ["PYOPENGL_PLATFORM"] = "osmesa"
    os.environ.setdefault("LP_NUM_THREADS", "1")  # one process a core draws faster than threads
    try:
        import OpenGL  # type: ignore[import-not-found, import-untyped, unused-ignore]

        OpenGL.ERROR_CHECKING = False
        from OpenGL import GL, osmesa

        raw = importlib.import_module("OpenGL.raw.GL.VERSION.GL_2_0")
    except (ImportError, AttributeError, OSError) as error:
        raise MannequinError(
            f"cannot draw: {error}; needs PyOpenGL and the library OSMesa (Debian: libosmesa6)"
        ) from error
    return GL, osmesa, raw.glVertexAttribPointer


@cache
def renderer(width_px: int, height_px: int) -> "Renderer":
    """The process's renderer for a size; kept, since OSMesa still writes to the picture of a
    context that is gone.
    """
    return Renderer(width_px, height_px)


class Renderer:
    """Draws meshes into RGB pictures of one size; get one from `renderer`."""

    def __init__(self, width_px: int, height_px: int) -> None:
        """Open a context; MannequinError where OSMesa is missing."""
        self._gl, self._osmesa, self._point = _gl()
        self.width_px, self.height_px = width_px, height_px
        self._buffer = np.zeros((height_px, width_px, 4), dtype=np.uint8)
        self._context = self._open()
        self._draw = self._program(DRAW_VERTEX, DRAW_FRAGMENT)
        self._dark = self._program(SHADOW_VERTEX, SHADOW_FRAGMENT)
        self._shadow_texture, self._shadow_target = self._shadow_map()
        self._still: list[tuple[int, int, list[int]]] = []

    def _open(self) -> Any:
        o, gl = self._osmesa, self._gl
        wanted = [o.OSMESA_FORMAT, gl.GL_RGBA, o.OSMESA_DEPTH_BITS, 24, o.OSMESA_PROFILE,
                  o.OSMESA_CORE_PROFILE, o.OSMESA_CONTEXT_MAJOR_VERSION, 3,
                  o.OSMESA_CONTEXT_MINOR_VERSION, 3, 0]  # fmt: skip
        context = o.OSMesaCreateContextAttribs((ctypes.c_int * len(wanted))(*wanted), None)
        if not context or not o.OSMesaMakeCurrent(
            context, self._buffer, gl.GL_UNSIGNED_BYTE, self.width_px, self.height_px
        ):
            raise MannequinError("cannot draw: OSMesa gives no OpenGL 3.3 context")
        return context

    def _wake(self) -> None:
        """Make this context the current one: a process may have one for each size of picture."""
        size = (self._gl.GL_UNSIGNED_BYTE, self.width_px, self.height_px)
        self._osmesa.OSMesaMakeCurrent(self._context, self._buffer, *size)

    def _program(self, vertex: str, fragment: str) -> int:
        gl = self._gl
        program = gl.glCreateProgram()
        for kind, text in ((gl.GL_VERTEX_SHADER, vertex), (gl.GL_FRAGMENT_SHADER, fragment)):
            shader = gl.glCreateShader(kind)
            gl.glShaderSource(shader, text)
            gl.glCompileShader(shader)
            if not gl.glGetShaderiv(shader, gl.GL_COMPILE_STATUS):
                raise MannequinError(f"cannot draw: {gl.glGetShaderInfoLog(shader)!r}")
            gl.glAttachShader(program, shader)
        gl.glLinkProgram(program)
        return int(program)

    def _shadow_map(self) -> tuple[int, int]:
        gl = self._gl
        texture = gl.glGenTextures(1)
        gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
        gl.glTexImage2D(gl.GL_TEXTURE_2D, 0, gl.GL_DEPTH_COMPONENT24, _SHADOW_PX, _SHADOW_PX, 0,
                        gl.GL_DEPTH_COMPONENT, gl.GL_FLOAT, None)  # fmt: skip
        for name in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
            gl.glTexParameteri(gl.GL_TEXTURE_2D, name, gl.GL_NEAREST)
        target = gl.glGenFramebuffers(1)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, target)
        gl.glFramebufferTexture2D(
            gl.GL_FRAMEBUFFER, gl.GL_DEPTH_ATTACHMENT, gl.GL_TEXTURE_2D, texture, 0
        )
        gl.glDrawBuffer(gl.GL_NONE)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)
        return int(texture), int(target)

    def _send(self, mesh: Mesh) -> tuple[int, int, list[int]]:
        """Put a mesh into the pipeline; returns its array, its number of indices and its
        buffers.
        """
        gl = self._gl
        array = gl.glGenVertexArrays(1)
        gl.glBindVertexArray(array)
        table = np.concatenate([mesh.vertices_m, mesh.normals, mesh.rgb, mesh.pattern], axis=1)
        table = np.ascontiguousarray(table, dtype=np.float32)
        buffers = [int(b) for b in np.atleast_1d(gl.glGenBuffers(2))]
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, buffers[0])
        gl.glBufferData(gl.GL_ARRAY_BUFFER, table.nbytes, table, gl.GL_STATIC_DRAW)
        start = 0
        for slot, size in enumerate((3, 3, 3, 4)):
            gl.glEnableVertexAttribArray(slot)
            self._point(slot, size, gl.GL_FLOAT, False, 52, ctypes.c_void_p(start))
            start += 4 * size
        faces = np.ascontiguousarray(mesh.faces, dtype=np.uint32)
        gl.glBindBuffer(gl.GL_ELEMENT_ARRAY_BUFFER, buffers[1])
        gl.glBufferData(gl.GL_ELEMENT_ARRAY_BUFFER, faces.nbytes, faces, gl.GL_STATIC_DRAW)
        return int(array), int(faces.size), buffers

    def furnish(self, meshes: list[Mesh]) -> None:
        """Set the meshes that stay as they are, in place of those of before."""
        self._wake()
        for array, _, buffers in self._still:
            self._gl.glDeleteVertexArrays(1, [array])
            self._gl.glDeleteBuffers(2, buffers)
        self._still = [self._send(mesh) for mesh in meshes]

    def picture(
        self, moving: list[Mesh], camera: Camera, light: Light
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """The RGB picture (H, W, 3) and the depth (H, W) of each pixel in metres from the lens
        plane.
        """
        gl = self._gl
        self._wake()
        sent = [self._send(mesh) for mesh in moving]
        arrays = [(array, count) for array, count, _ in self._still + sent]
        lamp = _lamp_matrix(light)
        self._draw_shadow(arrays, lamp)
        self._draw_picture(arrays, camera, light, lamp)
        gl.glFinish()
        depth = gl.glReadPixels(
            0, 0, self.width_px, self.height_px, gl.GL_DEPTH_COMPONENT, gl.GL_FLOAT
        )
        for array, _, buffers in sent:
            gl.glDeleteVertexArrays(1, [array])
            gl.glDeleteBuffers(2, buffers)
        return self._buffer[::-1, :, :3].copy(), _metres(
            np.asarray(depth).reshape(self.height_px, self.width_px)[::-1]
        )

    def _draw_shadow(self, arrays: list[tuple[int, int]], lamp: NDArray[np.float32]) -> None:
        gl = self._gl
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self._shadow_target)
        gl.glViewport(0, 0, _SHADOW_PX, _SHADOW_PX)
        gl.glEnable(gl.GL_DEPTH_TEST)
        gl.glClear(gl.GL_DEPTH_BUFFER_BIT)
        gl.glUseProgram(self._dark)
        self._uniform_matrix(self._dark, "lamp", lamp)
        self._triangles(arrays)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)

    def _draw_picture(
        self, arrays: list[tuple[int, int]], camera: Camera, light: Light, lamp: NDArray[np.float32]
    ) -> None:
        gl = self._gl
        gl.glViewport(0, 0, self.width_px, self.height_px)
        gl.glClearColor(0.6, 0.65, 0.7, 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT | gl.GL_DEPTH_BUFFER_BIT)
        gl.glUseProgram(self._draw)
        self._uniform_matrix(self._draw, "camera", camera.view_projection())
        self._uniform_matrix(self._draw, "lamp", lamp)
        vectors: dict[str, Sequence[float] | NDArray[np.float64]] = {
            "key_from": unit(np.array(light.key_from)),
            "key_tint": light.key_rgb,
            "fill_from": unit(np.array(light.fill_from)),
            "fill_tint": light.fill_rgb,
            "ambient": light.ambient_rgb,
            "eye": camera.place_m,
        }
        for name, value in vectors.items():
            gl.glUniform3f(gl.glGetUniformLocation(self._draw, name), *(float(x) for x in value))
        gl.glUniform1f(gl.glGetUniformLocation(self._draw, "shade"), light.shade)
        gl.glBindTexture(gl.GL_TEXTURE_2D, self._shadow_texture)
        self._triangles(arrays)

    def _uniform_matrix(self, program: int, name: str, m: NDArray[np.float32]) -> None:
        place = self._gl.glGetUniformLocation(program, name)
        self._gl.glUniformMatrix4fv(place, 1, True, np.ascontiguousarray(m))

    def _triangles(self, arrays: list[tuple[int, int]]) -> None:
        gl = self._gl
        for array, count in arrays:
            gl.glBindVertexArray(array)
            gl.glDrawElements(gl.GL_TRIANGLES, count, gl.GL_UNSIGNED_INT, None)


def _metres(
    depth: NDArray[np.float32], near_m: float = 0.1, far_m: float = 30.0
) -> NDArray[np.float32]:
    """The depth buffer (0 to 1) as metres along the camera's axis."""
    clip = 2.0 * depth - 1.0
    return np.asarray(
        2 * near_m * far_m / (far_m + near_m - clip * (far_m - near_m)), dtype=np.float32
    )
