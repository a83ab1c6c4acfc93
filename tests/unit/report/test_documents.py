from pooledfunds.report.documents import documents


def written(tmp_path, text, name="0009-spending.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (one,) = documents([path])
    return one


def test_a_decision_has_its_number_its_title_and_no_heading_of_its_own(tmp_path):
    one = written(tmp_path, "# 9. Which cost\n\nGross cost.\n\n## Why\n")
    assert (one["number"], one["title"]) == ("9", "Which cost")
    assert one["body"] == "<p>Gross cost.</p>\n<h4>Why</h4>\n"


def test_links_lead_to_places_on_the_page_or_keep_their_words_only(tmp_path):
    text = "# T\n[eight](decisions/0008-joint.md) [readme](../README.md) [c](#C046)\n"
    body = written(tmp_path, text, "limitations.md")["body"]
    assert 'href="#decision-8">eight</a>' in body
    assert " readme " in body
    assert 'href="#C046"' in body


def test_markup_in_a_document_is_shown_as_text(tmp_path):
    assert "<script" not in written(tmp_path, "# T\n<script>alert(1)</script>\n")["body"]


def test_each_table_scrolls_under_a_name_of_its_own(tmp_path):
    table = "| a |\n|---|\n| 1 |\n"
    body = written(tmp_path, f"# A & B\n{table}\n\ntext\n\n{table}")["body"]
    assert 'aria-label="Table 1 of: A &amp; B"' in body
    assert 'aria-label="Table 2 of: A &amp; B"' in body
