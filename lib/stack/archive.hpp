// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/runner.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace aiws::stack {

enum class Compression : std::uint8_t { none, gzip };

/// A folder of our own that goes with everything in it.
class Workbench {
  public:
    /// In `above`, which is made when missing.
    static base::Result<Workbench> make(const std::filesystem::path& above);
    Workbench(Workbench&& other) noexcept;
    Workbench& operator=(Workbench&&) = delete;
    Workbench(const Workbench&) = delete;
    Workbench& operator=(const Workbench&) = delete;
    ~Workbench();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

  private:
    explicit Workbench(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    std::filesystem::path m_folder;
};

/// Packs what is in the folder into a tar file, 0600, which takes its place at once or not at all.
base::Result<> pack(const Runner& runner, const std::filesystem::path& folder, const std::filesystem::path& file,
                    Compression compression);

/// Failure::config for what is no such file, or holds anything but files and folders below itself.
base::Result<> check_archive(const Runner& runner, const std::filesystem::path& file, Compression compression);

/// Unpacks into the folder, which must be empty, what check_archive() finds nothing wrong with.
base::Result<> unpack(const Runner& runner, const std::filesystem::path& file, const std::filesystem::path& folder,
                      Compression compression);

/// "SHA256  path" of every file below the folder, as sha256sum writes and checks it.
inline constexpr std::string_view k_manifest = "manifest.sha256";
base::Result<> write_manifest(const std::filesystem::path& folder);
/// Failure::config naming the first file that is missing, changed or not listed.
base::Result<> check_manifest(const std::filesystem::path& folder, const std::filesystem::path& archive);

} // namespace aiws::stack
