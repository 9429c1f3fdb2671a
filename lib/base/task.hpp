// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace aiws::base {

/// Something to be done once or more, which may own what cannot be copied. std::move_only_function<void()> would do,
/// but libc++ has none.
class Task {
  public:
    template <std::invocable Work>
        requires(!std::same_as<std::remove_cvref_t<Work>, Task>)
    // NOLINTNEXTLINE(misc-explicit-constructor): callers give a lambda, as they would to std::function
    Task(Work&& work) : m_step(std::make_unique<StepOf<std::remove_cvref_t<Work>>>(std::forward<Work>(work)))
    {
    }
    void operator()() { m_step->run(); }

  private:
    struct Step {
        Step() = default;
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        virtual ~Step() = default;
        virtual void run() = 0;
    };
    template <class Work>
    struct StepOf final : Step {
        explicit StepOf(Work given) : work(std::move(given)) {}
        void run() override { work(); }
        Work work;
    };

    std::unique_ptr<Step> m_step;
};

} // namespace aiws::base
