"""The evidence app as the plugin machinery of Open edX finds it, with the platform's own package for plugins."""

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.evidence import api
from competency_xblock.evidence.apps import EvidenceConfig
from tests.evidence.test_privacy import played
from tests.thirdparty.conftest import STUBS

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]

LMS, CMS = "lms.djangoapp", "cms.djangoapp"


def test_the_lms_installs_the_app_and_studio_does_not():
    from edx_django_utils.plugins import get_plugin_apps

    name = f"{EvidenceConfig.__module__}.{EvidenceConfig.__name__}"
    assert name in get_plugin_apps(LMS)
    assert name not in get_plugin_apps(CMS)


def test_the_signal_of_retirement_erases(monkeypatch):
    from edx_django_utils.plugins import connect_plugin_receivers

    monkeypatch.syspath_prepend(STUBS)
    from openedx.core.djangoapps.user_api.accounts.signals import USER_RETIRE_LMS_MISC

    connect_plugin_receivers(LMS)
    noor = get_user_model().objects.create_user("noor")
    played(noor.pk, 1)
    USER_RETIRE_LMS_MISC.send(sender=None, user=noor)
    assert list(api.everything_about(noor.pk)) == []
