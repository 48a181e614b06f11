"""The voice: sentences rendered ahead, one mouth that never overlaps itself, captions beside it."""

from coach.voice.bank import CueBank, Prepared
from coach.voice.captions import Captions
from coach.voice.mouth import Mouth
from coach.voice.recording import record
from coach.voice.speaker import NoSoundError, Speaker
from coach.voice.voice import Voice

__all__ = [
    "Captions",
    "CueBank",
    "Mouth",
    "NoSoundError",
    "Prepared",
    "Speaker",
    "Voice",
    "record",
]
