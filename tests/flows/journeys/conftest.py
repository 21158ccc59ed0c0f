"""What every journey has: a person at a window of their own, closed at the end."""

import pytest
from helpers.person import Person


@pytest.fixture
def visit(qapp, home, tmp_path):
    """Opens Puna on the test's home; a second visit closes the first."""
    people: list[Person] = []

    def come(model=None, stores=()):
        if people:
            people.pop().close()
        people.append(Person(qapp, home, tmp_path / "pictures", model, stores))
        return people[0]

    yield come
    if people:
        people.pop().close()
