"""What all tests share."""

import importlib.util
import os

from hypothesis import settings

# What draws people brings two LLVMs, torch's and OSMesa's: the second to come must be OSMesa's, or
# the whole run dies of a segmentation fault (torch 2.15, triton 3.9, OSMesa 22.3).
if importlib.util.find_spec("triton") is not None:
    importlib.import_module("triton")

# A busy machine is no finding. In CI the same examples are tried each time, so that a change is
# never held up by a find that is not its own; elsewhere they are new ones each time.
settings.register_profile("coach", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("coach")
