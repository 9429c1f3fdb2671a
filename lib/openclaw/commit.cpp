// SPDX-License-Identifier: Apache-2.0
#include "openclaw/commit.hpp"

#include "base/digest.hpp"
#include "openclaw/restore_trap.hpp"
#include "system/file.hpp"

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

std::string digest(const std::optional<std::string>& bytes)
{
    return bytes ? base::sha256_hex(*bytes) : std::string();
}

bool is_there(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

void keep_record(const FileChange& change, Receipt& receipt)
{
    const std::string now = digest(change.before);
    const auto [found, is_new] = receipt.files.try_emplace(record_name(change.path));
    FileRecord& record = found->second;
    if (is_new) {
        record.original = change.before;
        record.created = !change.before;
        record.made_folder = !is_there(change.path.parent_path());
    } else if (now != record.after && now != record.before) {
        record.original.reset();
        record.alone = false;
    }
    record.before = now;
    record.after = digest(change.after);
}

/// nullopt: the one that it has.
std::optional<mode_t> mode_of(const FileChange& change)
{
    constexpr mode_t k_private = 0600;
    return change.secret ? std::optional(k_private) : std::nullopt;
}

base::Result<> remove_file(const FileChange& change)
{
    AIWS_TRY(const auto content, system::read_file(change.path, json::Limits{}.max_bytes));
    std::error_code failure;
    if (content && content->bytes == change.before)
        fs::remove(content->resolved, failure);
    else
        return std::unexpected(base::Error{.kind = base::Failure::failed,
                                           .what = "the file could not be removed",
                                           .where = change.path.string(),
                                           .why = "it was changed by something else meanwhile",
                                           .fix = "run the command again"});
    if (!failure) return {};
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "the file could not be removed",
                                       .where = change.path.string(),
                                       .why = failure.message(),
                                       .fix = {}});
}

/// After a file that aiws made: its backups hold nothing but what aiws wrote, and the folder may be ours too.
void remove_traces(const FileChange& change, const Receipt& receipt)
{
    const auto record = receipt.files.find(record_name(change.path));
    if (record == receipt.files.end() || !record->second.created) return;
    std::error_code ignored;
    if (record->second.alone) fs::remove(backup_of(change.path), ignored);
    if (record->second.made_folder) fs::remove(change.path.parent_path(), ignored); // only when it is empty
}

} // namespace

fs::path backup_of(const fs::path& file)
{
    return file.string() + ".before-aiws";
}

base::Result<> Commit::run(const std::vector<FileChange>& changes, Receipt receipt)
{
    if (changes.empty()) return {};
    const bool nothing_left = receipt.entries.empty();
    for (const auto& change : changes) keep_record(change, receipt);
    if (!nothing_left) AIWS_CHECK(save_receipt(m_receipt_file, receipt));
    for (const auto& change : changes) {
        if (auto written = write(change, receipt); !written) {
            // Nothing more can be done about what fails here: the error that led here is the one to tell.
            if (const auto undone = undo(); !undone) return written;
            return written;
        }
    }
    if (nothing_left) AIWS_CHECK(save_receipt(m_receipt_file, receipt));
    for (const auto& change : changes)
        if (change.path == m_config_file && change.after)
            AIWS_CHECK(disarm_restore(change.path, change.before, *change.after));
    return {};
}

base::Result<> Commit::write(const FileChange& change, const Receipt& receipt)
{
    AIWS_TRY(const auto there, system::read_file(change.path, json::Limits{}.max_bytes));
    Written written{.change = change, .mode = there ? std::optional(there->mode) : std::nullopt};
    if (!change.after) {
        AIWS_CHECK(remove_file(change));
        remove_traces(change, receipt);
        m_written.push_back(std::move(written));
        return {};
    }
    const fs::path backup = backup_of(change.path);
    written.made_backup = change.before && !is_there(backup);
    if (change.before)
        AIWS_CHECK(system::replace_file(backup, *change.before, {.expected = std::nullopt, .mode = 0600}));
    auto replaced = system::replace_file(change.path, *change.after,
                                         {.expected = system::Expected{change.before}, .mode = mode_of(change)});
    std::error_code ignored;
    if (!replaced && written.made_backup) fs::remove(backup, ignored);
    if (replaced) m_written.push_back(std::move(written));
    return replaced;
}

base::Result<> Commit::undo()
{
    for (; !m_written.empty(); m_written.pop_back()) {
        const auto& [change, made_backup, mode] = m_written.back();
        if (change.before)
            AIWS_CHECK(system::replace_file(change.path, *change.before,
                                            {.expected = system::Expected{change.after}, .mode = mode}));
        else
            AIWS_CHECK(remove_file({.path = change.path, .before = change.after, .after = {}}));
        std::error_code ignored;
        if (made_backup) fs::remove(backup_of(change.path), ignored);
    }
    return save_receipt(m_receipt_file, m_old_receipt);
}

} // namespace aiws::openclaw
