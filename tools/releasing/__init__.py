# SPDX-License-Identifier: Apache-2.0
"""Makes the release archives: see docs/release.md."""
