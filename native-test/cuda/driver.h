// What the functions of the driver work on. One lock guards all of it: calls come one after the other, as do the
// launches that a synchronising call executes.
#pragma once

#include "decode.h"
#include "memory.h"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#define DRIVER_CALL extern "C" __attribute__((visibility("default"))) int

namespace standin {
struct Context;
using Clock = std::chrono::steady_clock;

struct Module {
    Program program;
    std::map<std::string, std::shared_ptr<struct Kernel>> kernels;
    Addresses addresses; // of its variables
    std::map<std::string, u64> sizes;
};

struct Kernel {
    std::shared_ptr<Code> code;
    Module *module;
    u32 most_dynamic_shared;
};

struct Work {
    u64 number; // in the order of all calls
    std::function<void()> run;
};

using Recorded = std::vector<std::function<void()>>;

struct Stream {
    bool waits_for_default; // and the default stream for it
    u32 flags = 0;
    i32 priority = 0;
    std::deque<Work> queue;
    std::shared_ptr<Recorded> capture = nullptr; // while there is one, nothing comes into the queue
};

struct Event {
    bool timed = true;
    std::shared_ptr<Stream> stream; // of the last record
    u64 number = 0;                 // of the last record; 0 if there was none
    bool reached = false;
    Clock::time_point time;
};

struct Context {
    bool primary = false;
    u32 flags = 0;
    int error = 0; // that it does not recover from
    std::string sentence;
    std::shared_ptr<Stream> default_stream = std::make_shared<Stream>(Stream{true, 0, 0, {}});
    std::map<void *, std::shared_ptr<Stream>> streams;
    std::map<void *, std::shared_ptr<Event>> events;
    std::map<void *, std::shared_ptr<Module>> modules;
    std::map<void *, std::shared_ptr<Kernel>> kernels;
    std::map<void *, std::shared_ptr<Recorded>> graphs, executables;
    std::set<u64> allocations;
    std::map<u64, std::pair<u64, std::unique_ptr<u8[]>>> pinned; // host memory by address; null if only registered

    // streams.cpp. Work waits until somebody has to see its result.
    std::shared_ptr<Stream> stream(void *handle);
    std::shared_ptr<Stream> running(void *handle); // refuses one that records
    void enqueue(const std::shared_ptr<Stream> &stream, std::function<void()> work);
    void run_until(Stream &stream, u64 number);
    void finish(Stream &stream);
    void finish_all();
    u64 pending() const;
    bool is_pinned(const void *address, u64 bytes) const;

  private:
    void execute(const Work &work);
};

struct Driver {
    std::mutex lock;
    bool initialised = false;
    std::set<std::shared_ptr<Context>> contexts;
    std::shared_ptr<Context> primary;
    u32 primary_uses = 0;
    u32 primary_flags = 0;
    DeviceMemory memory{environment("STANDIN_MEMORY", u64(8) << 30)};
    u64 works = 0;
    u64 launches = 0;
    u64 instructions = 0;
    u64 calls = 0;
    u64 pageable = 0;
    std::string refusal;

    static Driver &the();
};

// This thread's contexts, the current one last.
std::vector<std::shared_ptr<Context>> &current();
Context &context();
void destroy(const std::shared_ptr<Context> &context);

// Which calls work without a context, or with one that has failed.
enum class Needs { NOTHING, DRIVER, CONTEXT };

// Does what a function of the driver does, under the lock, and makes a CUresult of what it throws.
int call(const char *name, Needs needs, const std::function<void()> &body);

// Throws INVALID_VALUE.
void need(const void *pointer);
void refuse(int error, const std::string &sentence);
template <class T> void give(T *to, T value)
{
    need(to);
    *to = value;
}

template <class T> std::shared_ptr<T> of_handle(const std::map<void *, std::shared_ptr<T>> &all, void *handle)
{
    const auto found = all.find(handle);
    if (found == all.end()) {
        throw Refusal{INVALID_HANDLE, "a handle of the current context that there is not, or no more"};
    }
    return found->second;
}

// failures.cpp: the error that is planned for this call, 0 if none.
int planned_failure(const std::string &name);
void forget_failures();
bool is_lasting(int error);
u32 capability(); // 75 for 7.5
u32 driver_version();
} // namespace standin
