#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Does tasks 0 … count − 1, shared out among threads that end with the call: `make()` makes what one thread works
/// with, and calling that with the number of a task does it. Tasks begin in their order, and those that have begun are
/// ended: the result is how many have been done, all of the first ones. `keep_on(done)` is asked by the calling thread
/// after each of its own tasks.
template <class Make>
std::size_t share_out(std::size_t count, unsigned threads, const Make& make,
                      const std::function<bool(std::size_t)>& keep_on = {}) {
    std::atomic<std::size_t> next{0}, done{0};
    std::atomic<bool> is_stopped{false};
    // Memory that runs out in a thread has run out for the caller.
    std::exception_ptr failure;
    std::mutex failing;
    const auto work = [&](bool is_caller) {
        try {
            auto worker = make();
            while (!is_stopped) {
                const std::size_t task = next.fetch_add(1);
                if (task >= count) return;
                worker(task);
                ++done;
                if (is_caller && keep_on && !keep_on(done)) is_stopped = true;
            }
        } catch (...) {
            const std::lock_guard lock(failing);
            failure = std::current_exception();
            is_stopped = true;
        }
    };
    {
        std::vector<std::jthread> others;  // joined at the end of the block
        try {
            for (std::size_t t = 1; t < std::min<std::size_t>(threads, count); ++t) others.emplace_back(work, false);
        } catch (const std::system_error&) {
            // No more threads to be had: those that there are do the work.
        }
        work(true);
    }
    if (failure) std::rethrow_exception(failure);
    return done;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
