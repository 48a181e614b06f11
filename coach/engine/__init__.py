"""From sightings to cues: measure, recognise, phase, judge, cue. No clock, I/O or threads."""
