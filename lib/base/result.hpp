// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace aiws::base {

/// What kind of thing went wrong; it decides the exit code (cli/exit_code.hpp).
enum class Failure : std::uint8_t {
    failed,      ///< something was not done
    usage,       ///< the command line is wrong
    unreachable, ///< the gateway cannot be reached
    refused,     ///< the gateway refuses our token
    config,      ///< a key, setting or file is missing or wrong
    interrupted, ///< the user or the system asked us to stop
};

/// One failure, told for a person: what failed, where (redacted), why, and what to do next.
/// Only `what` is required; none of them ever holds a secret.
struct Error {
    Failure kind = Failure::failed;
    std::string what;
    std::string where;
    std::string why;
    std::string fix;

    bool operator==(const Error&) const = default;
};

template <class T = void>
using Result = std::expected<T, Error>;

/// The error as one line without a trailing newline: "what (where): why; fix".
std::string to_line(const Error& error);

} // namespace aiws::base

// Leaves the function with the error of `expr`, which is a Result. GCC 12 has no and_then().
#define AIWS_CONCAT_(a, b) a##b
#define AIWS_CONCAT(a, b) AIWS_CONCAT_(a, b)
#define AIWS_CHECK(expr)                                                                                               \
    do {                                                                                                               \
        if (auto aiws_checked = (expr); !aiws_checked) return std::unexpected(std::move(aiws_checked).error());        \
    } while (false)
/// AIWS_TRY(auto rows, gateway.list());
#define AIWS_TRY(declaration, expr) AIWS_TRY_(declaration, expr, AIWS_CONCAT(aiws_tried_, __LINE__))
#define AIWS_TRY_(declaration, expr, tried)                                                                            \
    auto tried = (expr);                                                                                               \
    if (!tried) return std::unexpected(std::move(tried).error());                                                      \
    declaration = *std::move(tried)
