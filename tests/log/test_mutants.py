"""Seeded faults themselves: nothing is wrong in a mutant but its fault."""

from app.appreciations import rules
from app.appreciations.rules import AppreciationFacts
from tests.log.mutants import each_mutant


def test_a_mutant_s_class_is_the_one_that_the_tests_know() -> None:
    """Else every fault would be found, by the stranger of a class, whatever the tests ask."""
    for mutant in each_mutant(rules):
        [scope] = mutant.values
        assert isinstance(scope, dict)
        assert issubclass(scope["AppreciationFacts"], AppreciationFacts)
