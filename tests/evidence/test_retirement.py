"""A user of Open edX is retired: at the platform's signal nothing of them is left in our tables."""

import pytest
from django.contrib.auth import get_user_model
from django.dispatch import Signal

from competency_xblock.evidence import api
from competency_xblock.evidence.receivers import erase_retired

from .test_privacy import played

pytestmark = pytest.mark.django_db


def test_everything_of_a_retired_user_goes_and_nothing_of_others():
    noor, ilse = (get_user_model().objects.create_user(name) for name in ("noor", "ilse"))
    played(noor.pk, 1)
    played(ilse.pk, 1)
    retired = Signal()
    retired.connect(erase_retired)

    for _ in range(2):  # a retirement that is tried again does no harm
        retired.send(sender=None, user=noor)

    assert list(api.everything_about(noor.pk)) == []
    assert list(api.everything_about(ilse.pk)) != []
