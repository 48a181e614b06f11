"""What all tests share."""

import os

from hypothesis import settings

# A busy machine is no finding. In CI the same examples are tried each time, so that a change is
# never held up by a find that is not its own; elsewhere they are new ones each time.
settings.register_profile("coach", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("coach")
