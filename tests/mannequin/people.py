"""Three skeletons kept as numbers, so that truth can be tested where anny is not installed."""

from pathlib import Path

from tests.mannequin.skeleton import Skeleton, load_skeletons

PEOPLE: dict[str, Skeleton] = load_skeletons(Path(__file__).with_name("people.json"))
