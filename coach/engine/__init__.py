"""From sightings to cues: smooth, measure, recognise, phase, judge, cue. No clock, no I/O, no threads."""
