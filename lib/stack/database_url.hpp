// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "system/environment.hpp"

#include <string>
#include <string_view>

namespace aiws::stack {

/// A PostgreSQL database: what libpq calls its connection parameters.
struct DatabaseUrl {
    std::string host;
    std::string port = "5432";
    std::string user;
    base::Secret password;
    std::string database;
    std::string parameters; ///< behind the question mark, as it was typed

    /// "postgresql://…" with user, password and database percent-encoded.
    [[nodiscard]] base::Secret text() const;
    /// The same without the password, which then goes by PGPASSWORD.
    [[nodiscard]] std::string without_password() const;
    /// Without password and parameters, for a person.
    [[nodiscard]] std::string redacted() const;
    /// PGHOST and the like, which psql and its relatives read: so nothing is ever an argument.
    void set(system::Environment& environment) const;
};

/// Takes a URL as people type it: its password may hold any character, encoded or not ("p@ss/w#rd"): the last @ ends
/// it, and percent signs count as an encoding only where all of them are one. Failure::config naming `place`, and never
/// the URL.
base::Result<DatabaseUrl> parse_database_url(std::string_view text, std::string_view place);

} // namespace aiws::stack
