// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stack/bring_up.hpp"

namespace aiws::stack {

/// True when the workspace runs other programs than this aiws comes with.
bool needs_upgrade(const Record& record, const Programs& wanted);

/// Brings a workspace to other programs: they are installed beside the present ones while those run; the database is
/// dumped into Home::backups(); then the services change over. When they do not become healthy, programs and database
/// go back to what they were, and the Error says why.
base::Result<> upgrade(BringUp& work, const Programs& wanted);

} // namespace aiws::stack
