"""The rule by which every figure is tested for what cannot be read."""

from types import SimpleNamespace

import matplotlib as mpl
import pytest

from pooledfunds.exhibits import style


def module(write):
    """Return what draws axes with one upright line and the words that a function writes."""

    def draw(numbers, context):
        with mpl.rc_context(style.STYLE):
            figure, _ = style.framed(context, 2.0)
            axes = figure.subplots()
            axes.set(xlim=(0, 10), ylim=(0, 10))
            axes.axvline(5)
            write(axes)
        return figure

    return SimpleNamespace(draw=draw)


@pytest.mark.parametrize(
    ("write", "faults"),
    [
        (lambda axes: axes.text(1, 5, "left"), []),
        (lambda axes: axes.text(5, 5, "struck", ha="center"), ["struck"]),
        (lambda axes: axes.text(5, 5, "paper", ha="center", bbox=style.OVER_LINES), []),
        (lambda axes: axes.text(40, 5, "gone").set_in_layout(False), ["gone"]),
        (lambda axes: axes.text(1, 5, "small", size=6.5), ["small"]),
        (lambda axes: [axes.text(1, 5, "one"), axes.text(1, 5, "two")], [("one", "two")]),
    ],
)
def test_words_that_cannot_be_read_are_found(drawing, write, faults):
    assert drawing(module(write), None).illegible() == faults
