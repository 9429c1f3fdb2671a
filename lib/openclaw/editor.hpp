// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/file_change.hpp"
#include "openclaw/layers.hpp"
#include "openclaw/receipt.hpp"
#include "workspace/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// How a place that aiws wrote looks today.
enum class Standing : std::uint8_t {
    ours,    ///< as aiws left it
    drifted, ///< a provider block of ours in which somebody changed something
    foreign, ///< somebody put something else there
    gone,    ///< nothing stands there
};
Standing standing(const Entry& entry, const std::optional<json::Ordered>& present);

/// Carries a plan's steps out on the documents in memory and keeps the books.
class Editor {
  public:
    Editor(Layers& layers, Receipt& receipt) : m_layers(layers), m_receipt(receipt) {}

    /// The steps about providers and settings, whatever else the plan holds. Failure::config where the configuration
    /// has no place for a value ("models" is a list) or a provider block is put together from two files.
    base::Result<> run(const workspace::Plan& plan);
    /// The files that differ now. When nothing of ours is left in a file that nobody else has written to since, it is
    /// as it was before aiws came, to the byte; a file that aiws made is taken away once it is empty.
    [[nodiscard]] std::vector<FileChange> changes() const;

  private:
    base::Result<> put(const workspace::Resource& resource);
    base::Result<> write(const workspace::Resource& resource);
    base::Result<> add_to_list(const workspace::Resource& resource);
    base::Result<> take_back(const workspace::Resource& resource);
    base::Result<> take_from_list(Entry& entry, const std::string& channel);
    base::Result<> restore(const Entry& entry);
    base::Result<> tidy();
    void remember_objects(const json::Path& path, std::size_t missing);
    [[nodiscard]] std::optional<std::string> result(const Layer& layer) const;

    Layers& m_layers;
    Receipt& m_receipt;
};

} // namespace aiws::openclaw
