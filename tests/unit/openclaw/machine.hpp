// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/configuration.hpp"
#include "system/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::test {

/// A home folder of the test's own with an openclaw.json in it, and what aiws does to that.
class Machine {
  public:
    Machine();

    [[nodiscard]] std::filesystem::path home() const { return m_folder.path(); }
    [[nodiscard]] std::filesystem::path config() const { return m_folder / ".openclaw/openclaw.json"; }
    [[nodiscard]] std::filesystem::path beside(std::string_view name) const;
    void write_config(std::string_view bytes) const;
    [[nodiscard]] std::string config_bytes() const { return slurp(config()); }

    /// What `aiws register` with the keys of these channels wants.
    [[nodiscard]] openclaw::Wish wish(const std::vector<std::string>& channels) const;
    [[nodiscard]] openclaw::Configuration open() const;
    [[nodiscard]] workspace::Plan plan(const openclaw::Wish& wish) const;

    void register_channels(const std::vector<std::string>& channels) const;
    void unregister(const std::vector<std::string>& channels = {}) const;

  private:
    TemporaryFolder m_folder;

  public:
    system::Environment environment;
    catalog::Catalog catalog;
};

/// The resource of that name; the test fails when there is none.
const workspace::Resource& named(const workspace::State& state, std::string_view name);
bool has(const workspace::State& state, std::string_view name);

} // namespace aiws::test
