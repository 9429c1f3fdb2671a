// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace aiws::test {

/// A folder of the test's own, gone with all that is in it at the end.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return m_path / name; }

  private:
    std::filesystem::path m_path;
};

void write(const std::filesystem::path& path, std::string_view bytes, mode_t mode = 0644);
std::string slurp(const std::filesystem::path& path);
mode_t mode_of(const std::filesystem::path& path);                      ///< of the path itself, not of what it links to
std::vector<std::string> names_in(const std::filesystem::path& folder); ///< sorted

} // namespace aiws::test
