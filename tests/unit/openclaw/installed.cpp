// SPDX-License-Identifier: Apache-2.0
#include "openclaw/installed.hpp"

#include <filesystem>

namespace aiws::test {

namespace fs = std::filesystem;

Installed::Installed(const std::string& version)
{
    const fs::path package = m_folder / "lib/node_modules/openclaw";
    fs::create_directories(package);
    fs::create_directories(m_folder / "bin");
    write(package / "openclaw.mjs", "", 0755);
    fs::create_symlink(package / "openclaw.mjs", m_folder / "bin/openclaw");
    if (!version.empty()) write(package / "package.json", R"({"name": "openclaw", "version": ")" + version + "\"}");
    environment.set("HOME", m_folder.path().string());
    environment.set("PATH", (m_folder / "bin").string());
}

openclaw::Location Installed::location() const
{
    return openclaw::locate(environment, "").value();
}

openclaw::Program Installed::program() const
{
    return openclaw::Program::find(location(), environment).value();
}

} // namespace aiws::test
