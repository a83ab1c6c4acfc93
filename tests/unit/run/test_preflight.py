from pooledfunds.run.preflight import claim_lines


def groups(at_hand):
    """Return the claims that the preflight lists under each heading, by its first words."""
    found, heading = {}, ""
    for line in claim_lines("means_to_an_end", at_hand):
        if line.startswith("Claims"):
            heading = line.split(":")[0]
        elif line.startswith("    ") and "(" not in line:
            found.setdefault(heading, set()).update(line.split())
    return found


def test_claims_are_parted_by_whether_their_primary_reading_can_be_had():
    found = groups({"pssex1"})
    primary = found["Claims whose primary reading can be computed"]
    own_figures = found["Claims on the report's own figures only"]
    beside = found["Claims with another reading only, which does not decide"]
    assert {"C003", "C017", "C128"} <= primary
    assert {"C004", "C009", "C039"} <= own_figures
    assert "C010" in beside  # one of its two comparisons, a part
    assert not primary & own_figures and not own_figures & beside


def test_a_claim_that_nothing_computes_is_in_no_group():
    everything = groups({"hes_apc", "care_trusts", "pssex1"})
    listed = [claims for heading, claims in everything.items() if "waits" not in heading]
    assert "C098" not in set().union(*listed)
