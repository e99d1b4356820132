"""A scan closes once."""

import pytest

from scans.models import Scan, ScanStatus
from scans.services.closing import AlreadyClosedError, check_can_close


def test_an_open_scan_can_close():
    assert check_can_close(Scan(status=ScanStatus.OPEN)) is None


def test_a_closed_scan_can_not_close_again():
    with pytest.raises(AlreadyClosedError):
        check_can_close(Scan(status=ScanStatus.CLOSED))
