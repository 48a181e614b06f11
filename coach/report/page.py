"""The page; to come."""

from coach.report.data import ReportData


def html_text(data: ReportData) -> str:
    """Return the session as one HTML page."""
    return f"<!doctype html><title>{data.frames} frames</title>"
