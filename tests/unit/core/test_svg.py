import re

import pytest

from pooledfunds.core.svg import (
    for_page,
    in_letters,
    in_tenths,
    relative_path,
    short_transform,
    squeezed,
)

LETTER = '<use xlink:href="#DejaVuSans-Bold-4a" transform="translate(63.6254 0)"/>'


def test_letters_have_short_names_where_they_are_made_and_where_they_are_used():
    made = '<path id="DejaVuSans-Bold-4a" d="M 1228 531 \nL 3431.456 -5.004 \nz\n" />'
    assert squeezed(f"<g>\n {made}\n {LETTER}\n</g>") == (
        '<g><path id="D-Bold4a" d="M1228 531L3431.46 -5z" />'
        '<use xlink:href="#D-Bold4a" x="63.63"/></g>'
    )


def test_scales_keep_every_decimal_and_so_do_words():
    text = '<g transform="scale(0.015625)"/><desc>Rose by 1.23456 per cent</desc>'
    assert squeezed(text) == text


SHELL = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
)


def for_page_of(inside):
    """Return what the page makes of the inside of an SVG."""
    found = for_page(SHELL.format(inside))
    return found.removeprefix('<svg xmlns="http://www.w3.org/2000/svg">').removesuffix("</svg>")


def test_letters_stand_to_a_unit_under_a_name_of_one_letter():
    made = '<path id="D-Bold4a" d="M16 32L1600 32Q1616 48 1632 64z" transform="scale(0.015625)"/>'
    assert for_page_of(squeezed(f"<defs>{made}</defs>{LETTER}")) == (
        '<defs><path id="a" d="M1,2h99q1,1,2,2z" transform="scale(0.25)"/></defs>'
        '<use x="64" href="#a"/>'
    )


def test_the_page_has_places_to_a_tenth_and_no_words_twice():
    words = "<metadata><a/></metadata><desc>words</desc><!-- more -->"
    path = '<path d="M1.26 2L3.96 4.04L3.96 9L-6.04 9.02L-6.14 8.5"/>'
    assert for_page_of(words + path) == '<path d="M1.3,2l2.7,2v5h-10l-.1-.5"/>'


def test_a_style_is_said_once_and_groups_that_say_nothing_are_left_out():
    style = 'style="fill: none; stroke: #0b5c92" clip-path="url(#edge)"'
    one = f'<g id="patch_1"><path d="M0 0L1 0" {style}/></g>'
    clip = '<clipPath id="edge"><rect x="1.04" y="2"/></clipPath>'
    assert for_page_of(f"<style>*{{a:b}}</style>{clip}{one}{one}") == (
        "<style>*{a:b}.a{fill:none;stroke:#0b5c92;clip-path:url(#a)}</style>"
        '<clipPath id="a"><rect x="1" y="2"/></clipPath>' + 2 * '<path d="M0,0h1" class="a"/>'
    )


def test_a_word_that_comes_again_points_at_where_it_came_first_and_blanks_are_dropped():
    made = "".join(f'<path id="D{n}" d="M0 0L16 0"/>' for n in "ab") + '<path id="Dspace"/>'
    letters = (
        ("a", 0),
        ("b", 60),
        ("space", 120),
        ("a", 150),
        ("b", 210),
        ("space", 270),
        ("a", 300),
    )
    run = "".join(f'<use xlink:href="#D{n}" x="{x}"/>' for n, x in letters)
    found = for_page_of(f'<defs>{made}</defs><g style="fill: red">{run}</g>')
    assert found.endswith(
        '<g class="a"><g id="c"><use x="0" href="#a"/><use x="60" href="#b"/></g>'
        '<use x="150" href="#c"/><use x="300" href="#a"/></g>'
    )


def test_what_draws_nothing_is_left_out_and_what_others_point_at_stays():
    marker = '<defs><path id="m" d="M-1 0L1 0"/><path id="blank" d="M0 0"/></defs>'
    drawn = '<path d="M4.2 5"/><path d=""/><use xlink:href="#m" x="4.2" y="5"/>'
    drawn += '<use xlink:href="#blank" x="1" y="1"/>'
    assert for_page_of(marker + drawn) == (
        '<defs><path id="b" d="M-1,0h2"/><path id="a" d="M0,0"/></defs>'
        '<use x="4.2" y="5" href="#b"/><use x="1" y="1" href="#a"/>'
    )


@pytest.mark.parametrize(
    ("transform", "short"),
    [
        ("translate(108.94 1384.3) scale(0.065 -0.065)", "matrix(.065,0,0,-.065,108.9,1384.3)"),
        ("translate(-0.5 3) scale(10.05 0.1)", "matrix(10.05,0,0,.1,-.5,3)"),
        ("translate(108.94 1384.3)", "translate(108.9 1384.3)"),
        ("translate(1 2) rotate(-90)", "translate(1 2) rotate(-90)"),
    ],
)
def test_a_shift_and_a_scale_are_one_matrix(transform, short):
    assert short_transform(transform) == short


@pytest.mark.parametrize(("tenths", "text"), [(-13, "-1.3"), (-4, "-.4"), (30, "3"), (0.4, "0")])
def test_tenths_have_no_idle_nought(tenths, text):
    assert in_tenths(tenths) == text


def test_rounding_does_not_add_up_along_a_path():
    path = "M0 0" + "".join(f"L{0.04 * step:.2f} 0" for step in range(1, 101))
    steps = re.findall(r"-?[\d.]+", relative_path(path, 0.1).replace("M0,0", "").replace("h", " "))
    assert sum(map(float, steps)) == pytest.approx(4.0)


def test_names_run_on_after_z():
    assert [in_letters(number) for number in (0, 25, 26, 701, 702)] == ["a", "z", "aa", "zz", "aaa"]
