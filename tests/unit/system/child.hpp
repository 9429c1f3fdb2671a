// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <sys/types.h>

namespace aiws::test {

/// Runs `body` in a process of its own and leaves it there with what it returns. The caller calls wait_for().
pid_t start_child(const std::function<int()>& body);

/// The child's exit status, or 128 and its signal.
int wait_for(pid_t child);

/// As in a process without root's rights: body's result. Somebody who is no root already runs it in a child as well.
int as_ordinary_user(const std::function<int()>& body);

/// Somebody with no rights of his own here: the uid as_ordinary_user() takes when we are root, else our own.
uid_t ordinary_user();

} // namespace aiws::test
