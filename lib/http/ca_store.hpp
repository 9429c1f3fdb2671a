// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace aiws::http {

/// Where the certificates of the authorities stand that a system trusts; "" for what there is none of.
struct CaStore {
    std::string file;   ///< PEM, all in one
    std::string folder; ///< one a file, named by hash

    [[nodiscard]] bool empty() const { return file.empty() && folder.empty(); }
    friend bool operator==(const CaStore&, const CaStore&) = default;
};

/// What SSL_CERT_FILE and SSL_CERT_DIR name, either of which may be null or empty; when both are, the first of `usual`
/// that can be read. What the variables name is not looked at: a mistake there is to be told, not passed over.
CaStore choose_ca_store(const char* cert_file, const char* cert_dir, std::span<const std::string> usual);

/// The system's, by this process's variables. It is looked for when we run, because a binary that brings its own
/// OpenSSL finds itself on systems that keep the store elsewhere than the one it was built on.
CaStore system_ca_store();

} // namespace aiws::http
