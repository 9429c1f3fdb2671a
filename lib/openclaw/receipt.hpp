// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"
#include "workspace/resource.hpp"
#include "json/document.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// What aiws did to one place of the configuration, enough to recognise and to undo it.
struct Entry {
    workspace::Kind kind = workspace::Kind::setting;
    json::Path path;                      ///< where, as OpenClaw sees the configuration ($include resolved)
    std::optional<std::string> old_bytes; ///< the value that stood there before; nullopt: none
    std::vector<std::string> digests;     ///< digest_of() of what aiws wrote there, the newest last
    std::string base_url;                 ///< a provider's: how to know the block again when parts of it changed
    std::vector<std::string> items;       ///< a list's: the elements that aiws added (the rest is the user's)
};

/// What aiws did to one file, to give it back byte for byte while nobody else has written to it.
struct FileRecord {
    std::optional<std::string> original; ///< the bytes before aiws came, while nobody else has written since
    bool created = false;                ///< there was no file
    bool made_folder = false;            ///< nor its folder
    bool alone = true;                   ///< nobody else has written since
    std::string before;                  ///< SHA-256 of the file before the last write
    std::string after;                   ///< SHA-256 of the file after it
};

/// All that aiws did to one configuration. It may hold the user's older secrets: 0600, never printed.
struct Receipt {
    std::map<std::string, FileRecord> files; ///< by resolved path
    std::vector<Entry> entries;              ///< in the order of writing
    std::vector<json::Path> made_objects;    ///< objects that were made to hold the entries

    [[nodiscard]] const Entry* find(const json::Path& path) const;
    [[nodiscard]] Entry* find(const json::Path& path);
    void erase(const json::Path& path);
};

/// The key of a file in the receipt: its path behind symbolic links.
std::string record_name(const std::filesystem::path& file);

/// Where the receipt for a configuration file lives: in aiws's state folder, named by a digest of the resolved path.
std::filesystem::path receipt_file(const system::Environment& environment, const std::filesystem::path& config_file);

/// A missing file is an empty receipt. Failure::config when it cannot be read or is not a receipt.
base::Result<Receipt> load_receipt(const std::filesystem::path& file);
/// Writes it, 0600; an empty receipt is taken away.
base::Result<> save_receipt(const std::filesystem::path& file, const Receipt& receipt);

/// SHA-256 of the value whatever its spelling, order of members and comments: OpenClaw rewrites the whole file.
std::string digest_of(const json::Ordered& value);

} // namespace aiws::openclaw
