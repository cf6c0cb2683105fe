"""What is said of a simulation names the scenario, and the variant where there are several."""

from competency_xblock.domain.simulation.findings import Finding


def test_a_finding_says_where():
    assert str(Finding("trick", "Too long.")) == "Too long."
    assert str(Finding("trick", "Too long.", "privacy/x")) == "privacy/x: Too long."
    assert str(Finding("trick", "Too long.", "privacy/x", "one")) == "privacy/x (one): Too long."
