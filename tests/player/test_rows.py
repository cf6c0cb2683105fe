import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection, models

from competency_xblock.player.rows import _plain, load_rows


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.DateTimeField(), datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)),
        (models.DateField(), date(2026, 3, 1)),
        (models.TimeField(), time(12, 30, 15, 1)),
        (models.DecimalField(), Decimal("0.10")),
        (models.UUIDField(), UUID("12345678123456781234567812345678")),
        (models.BinaryField(), b"\x00\xff"),
        (models.JSONField(), {"a": [1, None, "ü"]}),
        (models.FloatField(), 0.1),
        (models.TextField(), "line\nbreak 🌍"),
        (models.CharField(), None),
    ],
)
def test_every_kind_of_value_comes_back_as_it_was(field, value):
    assert field.to_python(json.loads(json.dumps(value, default=_plain))) == value


def test_a_value_no_backup_can_hold_is_named():
    with pytest.raises(TypeError, match="a backup cannot hold a complex"):
        json.dumps(1j, default=_plain)


def test_rows_with_other_columns_are_refused():
    with pytest.raises(ValueError, match=r"the columns of auth\.User are \['id'\]"):
        load_rows(connection, User, iter(['["id"]']))
