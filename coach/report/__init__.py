"""From a stream of Steps to ReportData (pure data), and from that to JSON, CSV and an HTML page."""

from coach.report.data import ReportData, Software, SourceInfo
from coach.report.done import done_in
from coach.report.files import check_folder, csv_text, json_text, write_files, write_whole
from coach.report.history import history_json, history_lines
from coach.report.page import html_text
from coach.report.record import Recorder
from coach.report.summary import summary_lines

__all__ = [
    "Recorder",
    "ReportData",
    "Software",
    "SourceInfo",
    "check_folder",
    "csv_text",
    "done_in",
    "history_json",
    "history_lines",
    "html_text",
    "json_text",
    "summary_lines",
    "write_files",
    "write_whole",
]
