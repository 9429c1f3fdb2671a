// SPDX-License-Identifier: Apache-2.0
#include "cli/output/progress.hpp"

#include "base/text.hpp"
#include "cli/output/fit.hpp"

#include <array>
#include <unistd.h>
#include <utility>

namespace aiws::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto k_delay = 500ms;
constexpr auto k_frame_time = 100ms;
constexpr std::array<std::string_view, 10> k_frames{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr std::string_view k_erase = "\r\x1b[K";

} // namespace

ProgressIo ProgressIo::of_process()
{
    // A line that cannot be shown is no failure of the work it speaks of.
    const auto write = [](std::string_view bytes) {
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    };
    return {.write = write, .now = [] { return std::chrono::steady_clock::now(); }};
}

Progress::Progress(const Terminal& standard_error, Quiet quiet, ProgressIo io)
    : m_io(std::move(io)), m_enabled(standard_error.moves_cursor && quiet == Quiet::no),
      m_columns(static_cast<std::size_t>(standard_error.columns)), m_start(m_io.now())
{
}

Progress::~Progress()
{
    clear();
}

void Progress::update(std::string_view text)
{
    if (!m_enabled) return;
    m_text = base::one_line(text);
    tick();
}

void Progress::tick()
{
    if (!m_enabled || m_text.empty()) return;
    const auto elapsed = m_io.now() - m_start;
    if (elapsed < k_delay) return;
    const auto frame = static_cast<std::size_t>(elapsed / k_frame_time) % k_frames.size();
    // The last column stays free: writing there makes some terminals wrap.
    const std::string line = fit(std::string(k_frames[frame]) + " " + m_text, m_columns > 0 ? m_columns - 1 : 0);
    if (line == m_drawn) return;
    m_io.write(std::string(k_erase) + line);
    m_drawn = line;
}

void Progress::clear()
{
    if (m_drawn.empty()) return;
    m_io.write(k_erase);
    m_drawn.clear();
}

} // namespace aiws::cli
