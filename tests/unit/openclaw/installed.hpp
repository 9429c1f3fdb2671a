// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/program.hpp"
#include "system/temporary_folder.hpp"

#include <string>

namespace aiws::test {

/// A home folder with an OpenClaw of that version on PATH; it is never started.
class Installed {
  public:
    /// Without a version there is no package.json.
    explicit Installed(const std::string& version);

    [[nodiscard]] openclaw::Location location() const;
    [[nodiscard]] openclaw::Program program() const;
    [[nodiscard]] std::filesystem::path home() const { return m_folder.path(); }

  private:
    TemporaryFolder m_folder;

  public:
    system::Environment environment;
};

} // namespace aiws::test
