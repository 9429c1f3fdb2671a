# SPDX-License-Identifier: Apache-2.0
"""A LiteLLM proxy that misbehaves on demand.

Its replies were recorded from LiteLLM 1.106.2. What the real one does only once in a while (an error after it has
saved, a connection that ends, ten thousand rows of somebody else's) happens here when a test says so.

server.py   the HTTP side and the scripted faults
store.py    its rows and credentials, and the shapes of its replies
faults.py   what can go wrong with a request
"""

from .faults import Fault
from .server import ADMIN_TOKEN, USER_TOKEN, GatewayDouble, Recorded
from .store import Row

__all__ = ["ADMIN_TOKEN", "USER_TOKEN", "Fault", "GatewayDouble", "Recorded", "Row"]
