# SPDX-License-Identifier: Apache-2.0
"""What the tests of install.sh share: a machine made of stand-ins, and a server with releases."""

from installer.machine import MARK, SCRIPT, Done, Machine, executable, failure
from installer.releases import ReleaseServer, archive, bundle, fake_aiws, sha256

__all__ = [
    "MARK",
    "SCRIPT",
    "Done",
    "Machine",
    "ReleaseServer",
    "archive",
    "bundle",
    "executable",
    "failure",
    "fake_aiws",
    "sha256",
]
