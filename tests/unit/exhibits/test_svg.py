from pooledfunds.exhibits.svg import for_page, squeezed

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


def test_the_page_has_letters_to_a_unit():
    assert for_page(squeezed(LETTER)) == '<use href="#D-Bold4a" x="64"/>'


def test_the_page_has_places_to_a_tenth_and_no_words_twice():
    svg = '<svg><metadata><a/></metadata><desc>words</desc><path d="M1.26 2L3.96 4.04"/></svg>'
    assert for_page(svg) == '<svg><path d="M1.3 2L4 4"/></svg>'
