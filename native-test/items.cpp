// Work-items of a group take turns on one thread: each runs until its next barrier. So a group of 256 costs no threads,
// and what goes wrong goes wrong in every run.
#include "items.h"

#include <dlfcn.h>
#include <sanitizer/common_interface_defs.h>
#include <ucontext.h>

#include <memory>

namespace {
const size_t STACK = 512 << 10; // bytes; sanitizers make frames large

struct Position {
    size_t group[3];
    size_t local[3];
};

// A work-item that can be left at a barrier and resumed.
struct Fiber {
    ucontext_t context;
    std::unique_ptr<char[]> stack{new char[STACK]};
    Position position;
    bool done;
};

Grid grid;
Position now;
ucontext_t scheduler;
void *scheduler_fake_stack;
const void *scheduler_stack;
size_t scheduler_stack_size;
Fiber *running;
const std::function<void()> *work;
std::vector<std::unique_ptr<Fiber>> fibers;

size_t group_size()
{
    return grid.group[0] * grid.group[1] * grid.group[2];
}

// AddressSanitizer's own swapcontext forgets what it knows of the other stack; libc's, told so, does not.
void swap(ucontext_t *from, ucontext_t *to)
{
    using Swap = int (*)(ucontext_t *, const ucontext_t *);
    static const Swap libc = (Swap)dlsym(dlopen("libc.so.6", RTLD_LAZY), "swapcontext");
    libc(from, to);
}

// Never returns from a fiber that is done, and must then leave no red zones on a stack that is used again.
__attribute__((no_sanitize("address"))) void leave(Fiber *fiber)
{
    void *fake_stack = nullptr;
    __sanitizer_start_switch_fiber(fiber->done ? nullptr : &fake_stack, scheduler_stack, scheduler_stack_size);
    swap(&fiber->context, &scheduler);
    __sanitizer_finish_switch_fiber(fake_stack, &scheduler_stack, &scheduler_stack_size);
}

__attribute__((no_sanitize("address"))) void fiber_main()
{
    __sanitizer_finish_switch_fiber(nullptr, &scheduler_stack, &scheduler_stack_size);
    Fiber *self = running;
    (*work)();
    self->done = true;
    leave(self);
}

void resume(Fiber *fiber)
{
    running = fiber;
    now = fiber->position;
    __sanitizer_start_switch_fiber(&scheduler_fake_stack, fiber->stack.get(), STACK);
    swap(&scheduler, &fiber->context);
    __sanitizer_finish_switch_fiber(scheduler_fake_stack, nullptr, nullptr);
    running = nullptr;
}

void start(Fiber *fiber, const Position &position)
{
    fiber->position = position;
    fiber->done = false;
    getcontext(&fiber->context);
    fiber->context.uc_stack.ss_sp = fiber->stack.get();
    fiber->context.uc_stack.ss_size = STACK;
    fiber->context.uc_link = nullptr;
    makecontext(&fiber->context, fiber_main, 0);
}

// From barrier to barrier, until all are done; a barrier is for all of the group or for none.
void finish_group(size_t items)
{
    for (size_t waiting = items; waiting > 0;) {
        waiting = 0;
        for (size_t i = 0; i < items; i++) {
            resume(fibers[i].get());
            waiting += !fibers[i]->done;
        }
        if (waiting != 0 && waiting != items) {
            fail("some items of a group ended while others wait at a barrier");
        }
    }
}

extern "C" char __start_local_memory[] __attribute__((weak));
extern "C" char __stop_local_memory[] __attribute__((weak));

// Local memory is undefined when a group starts: floats are NaN, integers -1. Walks over red zones, too.
__attribute__((no_sanitize("address", "undefined"))) void spoil_local_memory()
{
    for (volatile char *p = __start_local_memory; p < __stop_local_memory; p++) {
        *p = -1;
    }
}

template <class F> void for_each(const size_t (&counts)[3], F &&body)
{
    for (size_t z = 0; z < counts[2]; z++) {
        for (size_t y = 0; y < counts[1]; y++) {
            for (size_t x = 0; x < counts[0]; x++) {
                body(x, y, z);
            }
        }
    }
}

void run_group(size_t gx, size_t gy, size_t gz, bool has_barriers)
{
    size_t next = 0;
    for_each(grid.group, [&](size_t x, size_t y, size_t z) {
        now = {{gx, gy, gz}, {x, y, z}};
        if (has_barriers) {
            start(fibers[next++].get(), now);
        } else {
            (*work)();
        }
    });
    if (has_barriers) {
        finish_group(next);
    }
}
} // namespace

size_t get_global_id(unsigned axis)
{
    return now.group[axis] * grid.group[axis] + now.local[axis];
}

size_t get_local_id(unsigned axis)
{
    return now.local[axis];
}

size_t get_group_id(unsigned axis)
{
    return now.group[axis];
}

size_t get_global_size(unsigned axis)
{
    return grid.items[axis];
}

size_t get_local_size(unsigned axis)
{
    return grid.group[axis];
}

size_t get_num_groups(unsigned axis)
{
    return grid.items[axis] / grid.group[axis];
}

void wait_for_group()
{
    leave(running);
    now = running->position;
}

void run_items(const Grid &whole, bool has_barriers, const std::function<void()> &item)
{
    grid = whole;
    work = &item;
    while (has_barriers && fibers.size() < group_size()) {
        fibers.push_back(std::make_unique<Fiber>());
    }
    const size_t groups[3] = {get_num_groups(0), get_num_groups(1), get_num_groups(2)};
    for_each(groups, [&](size_t x, size_t y, size_t z) {
        spoil_local_memory();
        run_group(x, y, z, has_barriers);
    });
}
