// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aiws::system {

/// The process's environment as a value, so that tests bring their own.
class Environment {
  public:
    Environment() = default;
    explicit Environment(std::map<std::string, std::string> variables);
    static Environment of_process();

    /// The variable's value, also when it is empty; nullopt when it is not set.
    [[nodiscard]] std::optional<std::string> get(const std::string& name) const;
    /// The variable's value when it is set and not empty.
    [[nodiscard]] std::optional<std::string> non_empty(const std::string& name) const;
    void set(const std::string& name, std::string value);
    void erase(const std::string& name) { m_variables.erase(name); }
    [[nodiscard]] const std::map<std::string, std::string>& all() const { return m_variables; }

    /// HOME, else the account's folder from the user database.
    [[nodiscard]] std::filesystem::path home() const;
    /// "~" and "~/…" with the home folder in place of the tilde; anything else as it is.
    [[nodiscard]] std::filesystem::path expand(const std::string& path) const;
    /// The folders on PATH, in its order.
    [[nodiscard]] std::vector<std::string> folders_on_path() const;
    /// The first executable of that name on PATH, of those that suit.
    [[nodiscard]] std::optional<std::filesystem::path>
    find_program(const std::string& name, const std::function<bool(const std::filesystem::path&)>& suits = {}) const;

  private:
    std::map<std::string, std::string> m_variables;
};

/// aiws's own folders, by the XDG base directory specification.
std::filesystem::path config_dir(const Environment& environment); ///< $XDG_CONFIG_HOME/aiws, ~/.config/aiws
std::filesystem::path state_dir(const Environment& environment);  ///< $XDG_STATE_HOME/aiws, ~/.local/state/aiws

} // namespace aiws::system
