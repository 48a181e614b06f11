"""Text tables: one look for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns line up; every row is as long as `head`.

    A column that holds nothing but numbers is set flush right.
    """
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    right = [_is_numbers([row[i] for row in rows]) for i in range(len(head))]
    rule = [("-" * (w - 1) + ":") if r else "-" * w for w, r in zip(widths, right, strict=True)]
    lines = [_line(head, widths, right), _line(rule, widths, right)]
    return "\n".join([*lines, *(_line(row, widths, right) for row in rows)])


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if flush else cell.ljust(width)
        for cell, width, flush in zip(cells, widths, right, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _is_numbers(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell not in ("", "-")]
    return bool(said) and all(_is_number(cell) for cell in said)


def _is_number(cell: str) -> bool:
    try:
        float(cell.rstrip("%").replace(",", ""))
    except ValueError:
        return False
    return True
