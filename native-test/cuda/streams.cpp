// Work waits in its stream until somebody synchronises, and runs no sooner: who looks too early sees the old contents.
#include "driver.h"

namespace standin {
namespace {
const u64 ALL = ~u64(0);
void *const LEGACY = reinterpret_cast<void *>(1);
} // namespace

std::shared_ptr<Stream> Context::stream(void *handle)
{
    return handle == nullptr || handle == LEGACY ? default_stream : of_handle(streams, handle);
}

std::shared_ptr<Stream> Context::running(void *handle)
{
    const auto found = stream(handle);
    if (found->capture) {
        refuse(CAPTURE_UNSUPPORTED, "a stream that records was asked for what cannot be recorded");
    }
    return found;
}

void Context::enqueue(const std::shared_ptr<Stream> &stream, std::function<void()> work)
{
    if (stream->capture) {
        stream->capture->push_back(std::move(work));
        return;
    }
    stream->queue.push_back({++Driver::the().works, std::move(work)});
}

void Context::execute(const Work &work)
{
    try {
        work.run();
    } catch (const Fault &fault) { // nothing runs in this context any more
        error = fault.error;
        sentence = fault.sentence;
        default_stream->queue.clear();
        for (auto &each : streams) {
            each.second->queue.clear();
        }
        throw;
    }
}

// What the stream was given before the call of that number. The default stream and those that wait for it do not
// overtake each other.
void Context::run_until(Stream &stream, u64 number)
{
    while (!stream.queue.empty() && stream.queue.front().number <= number) {
        const u64 next = stream.queue.front().number;
        if (&stream == default_stream.get()) {
            for (auto &each : streams) {
                if (each.second->waits_for_default) {
                    run_until(*each.second, next - 1);
                }
            }
        } else if (stream.waits_for_default) {
            run_until(*default_stream, next - 1);
        }
        const Work work = std::move(stream.queue.front());
        stream.queue.pop_front();
        execute(work);
    }
}

void Context::finish(Stream &stream)
{
    if (&stream == default_stream.get()) { // even if it has nothing to do itself
        const u64 now = Driver::the().works;
        for (auto &each : streams) {
            if (each.second->waits_for_default) {
                run_until(*each.second, now);
            }
        }
    } else if (stream.waits_for_default && !stream.queue.empty()) {
        run_until(*default_stream, stream.queue.back().number);
    }
    run_until(stream, ALL);
}

void Context::finish_all()
{
    finish(*default_stream);
    for (auto &each : streams) {
        finish(*each.second);
    }
}

u64 Context::pending() const
{
    u64 count = default_stream->queue.size();
    for (const auto &each : streams) {
        count += each.second->queue.size();
    }
    return count;
}

bool Context::is_pinned(const void *address, u64 bytes) const
{
    const u64 at = reinterpret_cast<u64>(address);
    auto found = pinned.upper_bound(at);
    return found != pinned.begin() && (--found, at - found->first < found->second.first) &&
           bytes <= found->second.first - (at - found->first);
}
} // namespace standin
