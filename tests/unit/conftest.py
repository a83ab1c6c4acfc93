"""Ways to draw a table in both widths and to ask what can be read."""

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from pooledfunds.exhibits import style
from pooledfunds.exhibits.files import DPI, fix_layout
from pooledfunds.exhibits.style import Context


class Drawing:
    """A figure laid out, and its texts."""

    def __init__(self, module, numbers, narrow):
        context = Context("A title", "A unit", "A footer.", "official", narrow, {})
        self.figure = module.draw(numbers, context)
        self.canvas = FigureCanvasAgg(self.figure)
        fix_layout(self.figure)
        self.figure.set_dpi(DPI)  # as it is published; a screen's hinting widens every letter
        self.figure.draw_without_rendering()  # names of axes have their places once drawn

    @property
    def texts(self):
        found = list(self.figure.texts)
        for axes in self.figure.axes:
            if axes.axison:
                for axis in (axes.xaxis, axes.yaxis):
                    found += [tick.label1 for tick in axis._update_ticks()]  # those in view
                    found += [axis.label]
                found += [axes.title, axes._left_title]
            found += axes.texts
        return [text for text in found if text.get_visible() and text.get_text().strip()]

    @property
    def words(self):
        return " ".join(text.get_text().replace("\n", " ") for text in self.texts)

    def illegible(self):
        """Return what cannot be read: cut off, under other words, under a line, or too small."""
        return [*self.clipped(), *self.overlapping(), *self.struck(), *self.tiny()]

    def tiny(self):
        """Return the texts that would have less than six points on paper."""
        return [text.get_text() for text in self.texts if text.get_size() < style.LEAST]

    def clipped(self):
        """Return the texts that run out of the picture."""
        width, height = self.figure.bbox.width, self.figure.bbox.height
        return [
            text.get_text()
            for text, box in self.boxes()
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
        ]

    def boxes(self):
        """Return each text with the room that it takes, in pixels."""
        renderer = self.canvas.get_renderer()
        return [(text, text.get_window_extent(renderer)) for text in self.texts]

    def overlapping(self):
        """Return the pairs of texts of which one lies on the other by more than a pixel."""
        boxes = [(text.get_text(), box.padded(-1)) for text, box in self.boxes()]
        return [
            (one, other)
            for (one, box), (other, second) in combinations(boxes, 2)
            if box.overlaps(second)
        ]

    def struck(self):
        """Return the words in axes that an upright line runs through, with no paper behind them."""
        found = []
        for axes in self.figure.axes:
            bare = [t for t in axes.texts if not (t.get_bbox_patch() or t.get_path_effects())]
            ticks = [t.gridline for t in axes.xaxis._update_ticks() if t.gridline.get_visible()]
            for text in bare:
                box = text.get_window_extent(self.canvas.get_renderer()).padded(-1)
                for line in [*axes.lines, *ticks]:
                    x, y = line.get_transform().transform(line.get_xydata()).T
                    upright = len(x) == 2 and abs(x[0] - x[1]) < 0.1
                    if upright and box.x0 < x[0] < box.x1 and min(y) < box.y1 and max(y) > box.y0:
                        found.append(text.get_text())
        return list(dict.fromkeys(found))


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def drawing(request):
    """Draw numbers by a module, once for a page and once for a telephone."""
    return lambda module, numbers: Drawing(module, numbers, request.param)
