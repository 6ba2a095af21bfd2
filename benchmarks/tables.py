"""Tables in Markdown, as benchmarks/README.md shows them, and the figures in them."""

import statistics


def table(heads, rows) -> str:
    """The first column to the left, the others to the right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]

    def line(cells):
        padded = [
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = [("-" * width if not at else "-" * (width - 1) + ":") for at, width in enumerate(widths)]
    return "\n".join([line(heads), line(rule), *map(line, rows)])


def percentile(values, percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


def median(values) -> float:
    return statistics.median(values)


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:,.0f}"


def number(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:,.0f}"
