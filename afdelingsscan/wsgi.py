"""The WSGI entry point."""

import gc
import os
from importlib import import_module

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afdelingsscan.settings")
django.setup(set_prefix=False)

from scans.web.requests import Handler  # noqa: E402 - after Django is set up

application = Handler()
# All pages too, before the web server forks: its workers share them, and after a reload nobody
# waits half a second until the first worker that they come to has read them.
import_module(settings.ROOT_URLCONF)

# What was read by now stays for good: whoever collects garbage needn't look through it again,
# which takes a tenth of a second of somebody's page. See the documentation of gc.freeze.
gc.collect()
gc.freeze()
