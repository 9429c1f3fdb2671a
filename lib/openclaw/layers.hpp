// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/location.hpp"
#include "system/file.hpp"
#include "json/document.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// One file of a configuration: openclaw.json, or one that `$include` names.
struct Layer {
    std::filesystem::path path;                 ///< as OpenClaw is told it, absolute
    std::optional<system::FileContent> content; ///< as it was read; nullopt: it does not exist
    json::Document document;                    ///< as it shall be
    [[nodiscard]] bool changed() const;
};

/// Where a value of the configuration stands, or where it would be put.
struct Spot {
    std::size_t layer = 0;
    json::Path path;         ///< inside that layer's document
    std::size_t missing = 0; ///< how many members at the path's end are not there; 0: the value is
    bool shared = false;     ///< another layer holds a part of the same value
};

/// A configuration with everything that it includes. OpenClaw merges deeply: later files over earlier ones, the members
/// beside `$include` over all of them, arrays one behind the other (its src/config/includes.ts).
class Layers {
  public:
    /// A missing file is an empty object. Failure::config for what cannot be read or is not JSON5, for an include
    /// outside the configuration's folder and OPENCLAW_INCLUDE_ROOTS, in a circle or more than ten deep: OpenClaw
    /// would take none of these either. Includes in parts that aiws has nothing to do with are not looked at.
    static base::Result<Layers> load(const Location& location);

    /// The merged value at the path, whose keys are names; nullopt when absent.
    [[nodiscard]] std::optional<json::Ordered> at(const json::Path& path) const;
    /// The file that holds the value; where none does, the file that holds most of what is above it.
    [[nodiscard]] Spot find(const json::Path& path) const;

    [[nodiscard]] const Layer& layer(std::size_t index) const { return m_layers[index]; }
    [[nodiscard]] Layer& layer(std::size_t index) { return m_layers[index]; }
    [[nodiscard]] std::size_t size() const { return m_layers.size(); }

  private:
    struct Include {
        std::size_t layer; ///< the file with the `$include`
        json::Path path;   ///< the object that holds it
        std::size_t target;
    };
    struct Reader;
    struct Search;

    std::vector<Layer> m_layers; ///< openclaw.json first
    std::vector<Include> m_includes;
};

} // namespace aiws::openclaw
