#include "driver.h"

#include "standin.h"

#include <cstdio>
#include <cstdlib>

namespace standin {
Driver &Driver::the()
{
    static Driver *driver = new Driver; // never destroyed: threads may still call when the process ends
    return *driver;
}

std::vector<std::shared_ptr<Context>> &current()
{
    thread_local std::vector<std::shared_ptr<Context>> contexts;
    return contexts;
}

Context &context() { return *current().back(); }

void need(const void *pointer)
{
    if (!pointer) {
        throw Refusal{INVALID_VALUE, "a null pointer"};
    }
}

void refuse(int error, const std::string &sentence) { throw Refusal{error, sentence}; }

u32 capability() { return environment("STANDIN_CAPABILITY", 75); }

u32 driver_version() { return environment("STANDIN_DRIVER_VERSION", 13000); }

namespace {
void note(const char *name, int error, const std::string &sentence)
{
    Driver &driver = Driver::the();
    driver.refusal = std::string(name) + ": " + sentence;
    if (environment("STANDIN_VERBOSE", 0)) {
        fprintf(stderr, "stand-in: error %d of %s\n", error, driver.refusal.c_str());
    }
}

int check(const char *name, Needs needs)
{
    Driver &driver = Driver::the();
    const int planned = planned_failure(name);
    auto &contexts = current();
    if (planned) {
        note(name, planned, "a planned failure");
        if (is_lasting(planned) && !contexts.empty() && contexts.back()) {
            contexts.back()->error = planned;
            contexts.back()->sentence = "a planned failure";
        }
        return planned;
    }
    if (needs != Needs::NOTHING && !driver.initialised) {
        note(name, NOT_INITIALIZED, "before cuInit");
        return NOT_INITIALIZED;
    }
    if (needs != Needs::CONTEXT) {
        return SUCCESS;
    }
    if (contexts.empty() || !contexts.back()) {
        note(name, INVALID_CONTEXT, "this thread has no current context");
        return INVALID_CONTEXT;
    }
    if (!driver.contexts.count(contexts.back())) {
        note(name, CONTEXT_IS_DESTROYED, "the current context was destroyed");
        return CONTEXT_IS_DESTROYED;
    }
    const Context &here = *contexts.back();
    if (here.error) {
        note(name, here.error, "the context has failed before: " + here.sentence);
    }
    return here.error;
}
} // namespace

int call(const char *name, Needs needs, const std::function<void()> &body)
{
    Driver &driver = Driver::the();
    const std::lock_guard<std::mutex> hold(driver.lock);
    driver.calls++;
    const int wrong = check(name, needs);
    if (wrong) {
        return wrong;
    }
    try {
        body();
        return SUCCESS;
    } catch (const Refusal &refusal) {
        if (refusal.error != NOT_READY) {
            note(name, refusal.error, refusal.sentence);
        }
        return refusal.error;
    } catch (const std::bad_alloc &) {
        note(name, OUT_OF_MEMORY, "the host has no memory left");
        return OUT_OF_MEMORY;
    }
}

void destroy(const std::shared_ptr<Context> &context)
{
    Driver &driver = Driver::the();
    for (const u64 at : context->allocations) {
        driver.memory.free(at);
    }
    context->allocations.clear();
    for (const auto &module : context->modules) {
        for (const auto &variable : module.second->addresses) {
            driver.memory.free(variable.second);
        }
    }
    context->streams.clear();
    context->events.clear();
    context->modules.clear();
    context->kernels.clear();
    context->graphs.clear();
    context->executables.clear();
    context->pinned.clear();
    driver.contexts.erase(context);
}
} // namespace standin

using namespace standin;

extern "C" __attribute__((visibility("hidden"))) int standin_unsupported(const char *name)
{
    return call(name, Needs::NOTHING, [] { refuse(NOT_SUPPORTED, "the stand-in does not have this function"); });
}

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT const char *standin_last_refusal()
{
    thread_local std::string copy;
    const std::lock_guard<std::mutex> hold(Driver::the().lock);
    copy = Driver::the().refusal;
    return copy.c_str();
}

EXPORT void standin_reset()
{
    Driver &driver = Driver::the();
    const std::lock_guard<std::mutex> hold(driver.lock);
    forget_failures();
    driver.refusal.clear();
    driver.launches = driver.instructions = driver.calls = driver.pageable = 0;
}

EXPORT long long standin_count(const char *what)
{
    Driver &driver = Driver::the();
    const std::lock_guard<std::mutex> hold(driver.lock);
    std::map<std::string, u64> counts = {
        {"launches", driver.launches}, {"instructions", driver.instructions}, {"calls", driver.calls},
        {"pageable", driver.pageable}, {"contexts", driver.contexts.size()},  {"bytes", driver.memory.used()}};
    for (const char *each : {"modules", "streams", "events", "allocations", "pinned", "pending", "graphs"}) {
        counts[each] = 0;
    }
    for (const auto &context : driver.contexts) {
        counts["modules"] += context->modules.size();
        counts["streams"] += context->streams.size();
        counts["events"] += context->events.size();
        counts["allocations"] += context->allocations.size();
        counts["pinned"] += context->pinned.size();
        counts["pending"] += context->pending();
        counts["graphs"] += context->graphs.size() + context->executables.size();
    }
    const auto found = counts.find(what ? what : "");
    return found == counts.end() ? -1 : (long long)found->second;
}
