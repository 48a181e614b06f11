"""Makes the lite or the heavy pose model from MediaPipe's npm package.

    npm pack @mediapipe/pose@0.5.1675469404
    python -m coach.detect.bundle heavy mediapipe-pose-0.5.1675469404.tgz heavy.task

The package carries the landmark networks without the metadata that MediaPipe Tasks asks for: how to
scale a pixel. All three take the same input and give the same outputs, so the metadata, and the
network that first finds the person, are those of the full model that ships.
"""

from __future__ import annotations

import argparse
import io
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import flatbuffers  # type: ignore[import-untyped] # comes with mediapipe
from mediapipe.tasks.metadata import schema_py_generated as schema

from coach.detect.model import DEFAULT_MODEL, PoseModel
from coach.errors import CoachError
from coach.resources import model_file

_METADATA: Final = b"TFLITE_METADATA"
_FINDER: Final = "pose_detector.tflite"
_LANDMARKER: Final = "pose_landmarks_detector.tflite"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""One date for every bundle, so that the same networks give the same bytes and checksum."""


def bundle(size: str, package: Path, out: Path) -> PoseModel:
    """Write the `lite`, `full` or `heavy` model of the npm `package` to `out`; return it, checked.

    Raises CoachError if the package cannot be read or holds no such network.
    """
    with zipfile.ZipFile(model_file(DEFAULT_MODEL)) as full:
        finder, reference = full.read(_FINDER), full.read(_LANDMARKER)
    network = _with_metadata(_network(size, package), reference)
    _write(out, {_FINDER: finder, _LANDMARKER: network})
    return PoseModel.load(out)


def _network(size: str, package: Path) -> bytes:
    name = f"package/pose_landmark_{size}.tflite"
    try:
        with tarfile.open(package) as archive:
            member = archive.extractfile(name)
            if member is not None:
                return member.read()
    except OSError as error:
        raise CoachError(f"{package} cannot be read: {error.strerror}") from error
    except tarfile.TarError as error:
        raise CoachError(f"{package} is not a package that npm has made") from error
    except KeyError:  # tarfile's way to say that there is no such member
        pass
    raise CoachError(f"{package} has no {name}: is it @mediapipe/pose 0.5.1675469404?")


def _with_metadata(network: bytes, reference: bytes) -> bytes:
    """Return the network (TFLite) with the metadata of the reference network added."""
    model, source = _parsed(network), _parsed(reference)
    wanted = next(entry for entry in source.metadata if entry.name == _METADATA)
    entry = schema.MetadataT()
    entry.name, entry.buffer = _METADATA, len(model.buffers)
    model.buffers.append(source.buffers[wanted.buffer])
    model.metadata.append(entry)
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _parsed(network: bytes) -> Any:
    return schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))


def _write(out: Path, parts: dict[str, bytes]) -> None:
    """Write a zip whose parts are not compressed: MediaPipe maps them into memory as they are."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    try:
        out.write_bytes(memory.getvalue())
    except OSError as error:
        raise CoachError(f"{out} cannot be written: {error.strerror}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m coach.detect.bundle")
    parser.add_argument("size", choices=("lite", "full", "heavy"))
    parser.add_argument("package", type=Path, help="the .tgz that npm pack has fetched")
    parser.add_argument("out", type=Path, help="the .task file to write")
    chosen = parser.parse_args(arguments)
    try:
        model = bundle(chosen.size, chosen.package, chosen.out)
    except CoachError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{model.path}  sha256 {model.sha256}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
