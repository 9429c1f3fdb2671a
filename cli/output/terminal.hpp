// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/environment.hpp"

namespace aiws::cli {

/// What the other end of an output descriptor can show. The default is a file or pipe.
struct Terminal {
    bool colour = false; ///< escape sequences for colours may be written
    bool is_tty = false;
    int columns = 0;           ///< the width; 0 when it is no terminal: lines may be as long as they like
    bool moves_cursor = false; ///< a line can be rewritten in place: a terminal that is not TERM=dumb
};

/// What stands behind the descriptor (STDOUT_FILENO, STDERR_FILENO). Colour only on a terminal, never with NO_COLOR set
/// to anything but "" (no-color.org) or with TERM=dumb or no TERM. The width is the terminal's own, else COLUMNS, else
/// 80.
Terminal detect_terminal(int descriptor, const system::Environment& environment);

} // namespace aiws::cli
