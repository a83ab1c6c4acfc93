import matplotlib as mpl
import pytest

from pooledfunds.exhibits import style
from pooledfunds.exhibits.files import DPI, fix_layout
from pooledfunds.exhibits.style import MARGIN, Context


@pytest.mark.parametrize("dpi", [100, DPI])
def test_labels_keep_to_the_margin_on_a_screen_and_in_print(dpi):
    with mpl.rc_context(style.STYLE):
        figure, _ = style.framed(Context("A title", "A unit", "A footer.", "official"), 2.0)
        axes = figure.subplots()
        axes.set_yticks([0], ["Equipment pool: not known\nn = 49, median 91.6"])
        fix_layout(figure)
        figure.set_dpi(dpi)
        figure.draw_without_rendering()
    (label,) = axes.get_yticklabels()
    assert label.get_window_extent().x0 / dpi >= MARGIN
    assert figure.get_dpi() == dpi
