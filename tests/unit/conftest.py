"""Ways to draw a table in both widths and to ask what can be read."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from pooledfunds.exhibits.files import fix_layout
from pooledfunds.exhibits.style import Context


class Drawing:
    """A figure laid out, and its texts."""

    def __init__(self, module, numbers, narrow):
        context = Context("A title", "A unit", "A footer.", "official", narrow, {})
        self.figure = module.draw(numbers, context)
        self.canvas = FigureCanvasAgg(self.figure)
        fix_layout(self.figure)
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

    def clipped(self):
        """Return the texts that run out of the picture."""
        renderer = self.canvas.get_renderer()
        width, height = self.figure.bbox.width, self.figure.bbox.height
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in self.texts]
        return [
            words
            for words, box in boxes
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
        ]


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def drawing(request):
    """Draw numbers by a module, once for a page and once for a telephone."""
    return lambda module, numbers: Drawing(module, numbers, request.param)
