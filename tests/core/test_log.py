"""What reaches the log: no personal data."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError


def test_an_error_of_the_database_does_not_repeat_what_the_statement_was_given(db: SQLAlchemy) -> None:
    with pytest.raises(ProgrammingError) as failed:
        db.session.execute(text("SELECT nowhere FROM person WHERE phone = :phone"), {"phone": "19900001234"})
    assert "19900001234" not in str(failed.value)
