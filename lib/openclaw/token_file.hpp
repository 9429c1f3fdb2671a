// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "system/environment.hpp"
#include "workspace/plan.hpp"

#include <filesystem>
#include <optional>

namespace aiws::openclaw {

/// The file whose content OpenClaw sends to the gateway as its token. OpenClaw reads it through a file SecretRef, which
/// wants mode 0600. A receipt in aiws's state folder says whether aiws wrote the content.
class TokenFile {
  public:
    /// Failure::config when the file is there and cannot be read.
    static base::Result<TokenFile> open(std::filesystem::path path, const system::Environment& environment);

    /// The file with this token in it and mode 0600, or, without a token, with the content that it has.
    [[nodiscard]] workspace::Resource desired(const std::optional<base::Secret>& token) const;
    /// The file as it is: nothing when there is none.
    [[nodiscard]] workspace::State actual() const;
    /// The file where aiws wrote its content and nobody has changed it since: nothing otherwise.
    [[nodiscard]] workspace::State ours() const;
    /// What it holds; nullopt when there is no file.
    [[nodiscard]] const std::optional<base::Secret>& token() const { return m_token; }

    /// Writes the file; another token that stood there is kept beside it in NAME.before-aiws. Removing brings that
    /// back.
    base::Result<> apply(const workspace::Step& step);

  private:
    TokenFile(std::filesystem::path path, std::filesystem::path receipt);
    [[nodiscard]] std::filesystem::path backup() const;
    base::Result<> write(const workspace::Resource& desired);
    base::Result<> remove();

    std::filesystem::path m_path;
    std::filesystem::path m_receipt; ///< holds the fingerprint of the token that aiws wrote
    std::optional<base::Secret> m_token;
    unsigned m_mode = 0;
};

} // namespace aiws::openclaw
