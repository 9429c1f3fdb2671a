// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stack/home.hpp"
#include "stack/runner.hpp"
#include "system/temporary_folder.hpp"

#include <map>
#include <string>

namespace aiws::test {

/// The place of a user's workspace in a folder of the test's own, also where root runs the test; nothing is in it.
struct SmallWorkspace {
    TemporaryFolder folder;
    system::Environment environment{
        std::map<std::string, std::string>{{"PATH", "/usr/bin:/bin"}, {"HOME", (folder / "user").string()}}};
    stack::Home home{.folder = folder / "workspace", .user_home = folder / "user", .scope = stack::Scope::user};
    stack::Runner runner{.home = home, .environment = environment, .interrupt = nullptr, .on_tick = {}};
};

} // namespace aiws::test
