// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/descriptor.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <utility>

namespace aiws::system {

class Interrupt;

/// An advisory lock (flock) on a file of its own, held until the object goes: two runs at once take turns.
class Lock {
  public:
    /// Waits up to `limit` for another holder; `on_wait` is called once when it has to. Failure::failed when the time
    /// is over (naming the holder's process id), Failure::interrupted when stopped, Failure::config when the file may
    /// not be made. The file and its folder are made when missing and stay; when the holder takes them away, whoever
    /// waits makes them again, so that the lock is always that of the file that is there.
    static base::Result<Lock> take(const std::filesystem::path& path, std::chrono::seconds limit,
                                   const Interrupt* interrupt, const std::function<void()>& on_wait = {});

  private:
    explicit Lock(Descriptor descriptor) : m_descriptor(std::move(descriptor)) {}
    Descriptor m_descriptor; ///< the lock goes when it is closed
};

} // namespace aiws::system
