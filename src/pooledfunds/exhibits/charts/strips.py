"""Distributions by group: a point for each area, over the group's quartiles."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pooledfunds.exhibits import style

# Multiples of the golden section spread points evenly, and equal ones alike at each drawing.
GOLDEN = (5**0.5 - 1) / 2
SPREAD = 0.28  # of the distance between lines


def strips(axes: Axes, lines: Sequence[tuple[str, pd.Series]], shown: str) -> None:
    """Draw each group on a line of its own: points, the middle half as a bar, the median.

    Parameters
    ----------
    axes
        Where to draw; gets its labels, the groups' sizes and medians among them.
    lines
        Name and values of each group, from the top.
    shown
        Format of a median, with its unit.
    """
    labels = []
    for y, (name, values) in enumerate(lines):
        low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
        axes.barh(y, high - low, 0.66, left=low, color=style.BAND, zorder=0)
        shift = SPREAD * (2 * (np.arange(1, len(values) + 1) * GOLDEN % 1) - 1)
        axes.plot(values, y + shift, linestyle="", marker="o", markersize=2.6, alpha=0.75,
                  color=style.BLUE, markeredgewidth=0, gid="areas")  # fmt: skip
        axes.plot([middle, middle], [y - 0.36, y + 0.36], color=style.INK, linewidth=1.6)
        labels.append(f"{name}\nn = {len(values):,}, median {shown.format(middle)}")
    axes.set_yticks(range(len(lines)), labels, size=style.SMALL)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
