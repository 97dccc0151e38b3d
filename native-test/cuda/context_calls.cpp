// Contexts: a stack for each thread, and the device's primary one.
#include "driver.h"

using namespace standin;

namespace {
std::shared_ptr<Context> make(u32 flags, bool primary)
{
    auto made = std::make_shared<Context>();
    made->flags = flags;
    made->primary = primary;
    Driver::the().contexts.insert(made);
    return made;
}

std::shared_ptr<Context> of_handle(void *handle)
{
    for (const auto &context : Driver::the().contexts) {
        if (context.get() == handle) {
            return context;
        }
    }
    throw Refusal{INVALID_CONTEXT, "a context that there is not, or no more"};
}

void *current_handle() { return current().empty() ? nullptr : current().back().get(); }

void need_device(int device)
{
    if (device != 0) {
        refuse(INVALID_DEVICE, "device " + std::to_string(device) + ", there is only 0");
    }
}

void drop_primary()
{
    Driver &driver = Driver::the();
    if (driver.primary) {
        destroy(driver.primary);
        driver.primary = nullptr;
    }
}
} // namespace

DRIVER_CALL cuCtxCreate_v2(void **context, unsigned flags, int device)
{
    return call("cuCtxCreate_v2", Needs::DRIVER, [=] {
        need_device(device);
        need(context);
        current().push_back(make(flags, false));
        *context = current_handle();
    });
}

DRIVER_CALL cuCtxDestroy_v2(void *handle)
{
    return call("cuCtxDestroy_v2", Needs::DRIVER, [=] {
        const auto context = of_handle(handle);
        if (context->primary) {
            refuse(INVALID_CONTEXT, "the primary context is released, not destroyed");
        }
        destroy(context); // and with it what it has not done yet
        if (current_handle() == handle) {
            current().pop_back();
        }
    });
}

DRIVER_CALL cuCtxGetCurrent(void **context)
{
    return call("cuCtxGetCurrent", Needs::DRIVER, [=] { give(context, current_handle()); });
}

DRIVER_CALL cuCtxSetCurrent(void *context)
{
    return call("cuCtxSetCurrent", Needs::DRIVER, [=] {
        const auto next = context ? of_handle(context) : nullptr;
        if (!current().empty()) {
            current().pop_back();
        }
        if (next) {
            current().push_back(next);
        }
    });
}

DRIVER_CALL cuCtxPushCurrent_v2(void *context)
{
    return call("cuCtxPushCurrent_v2", Needs::DRIVER, [=] { current().push_back(of_handle(context)); });
}

DRIVER_CALL cuCtxPopCurrent_v2(void **context)
{
    return call("cuCtxPopCurrent_v2", Needs::DRIVER, [=] {
        if (current().empty()) {
            refuse(INVALID_CONTEXT, "this thread has no current context");
        }
        if (context) {
            *context = current_handle();
        }
        current().pop_back();
    });
}

DRIVER_CALL cuCtxGetDevice(int *device)
{
    return call("cuCtxGetDevice", Needs::CONTEXT, [=] { give(device, 0); });
}

DRIVER_CALL cuCtxGetFlags(unsigned *flags)
{
    return call("cuCtxGetFlags", Needs::CONTEXT, [=] { give(flags, context().flags); });
}

DRIVER_CALL cuCtxGetApiVersion(void *, unsigned *version)
{
    return call("cuCtxGetApiVersion", Needs::DRIVER, [=] { give(version, 3020u); });
}

DRIVER_CALL cuCtxGetStreamPriorityRange(int *least, int *greatest)
{
    return call("cuCtxGetStreamPriorityRange", Needs::CONTEXT, [=] {
        give(least, 0);
        give(greatest, -2);
    });
}

DRIVER_CALL cuCtxSetCacheConfig(int)
{
    return call("cuCtxSetCacheConfig", Needs::CONTEXT, [] {});
}

DRIVER_CALL cuCtxSynchronize()
{
    return call("cuCtxSynchronize", Needs::CONTEXT, [] { context().finish_all(); });
}

DRIVER_CALL cuDevicePrimaryCtxRetain(void **context, int device)
{
    return call("cuDevicePrimaryCtxRetain", Needs::DRIVER, [=] {
        need_device(device);
        need(context);
        Driver &driver = Driver::the();
        if (!driver.primary) {
            driver.primary = make(driver.primary_flags, true);
        }
        driver.primary_uses++;
        *context = driver.primary.get();
    });
}

DRIVER_CALL cuDevicePrimaryCtxRelease_v2(int device)
{
    return call("cuDevicePrimaryCtxRelease_v2", Needs::DRIVER, [=] {
        need_device(device);
        Driver &driver = Driver::the();
        if (driver.primary_uses == 0) {
            refuse(INVALID_CONTEXT, "released more often than retained");
        }
        if (--driver.primary_uses == 0) {
            drop_primary();
        }
    });
}

DRIVER_CALL cuDevicePrimaryCtxReset_v2(int device)
{
    return call("cuDevicePrimaryCtxReset_v2", Needs::DRIVER, [=] {
        need_device(device);
        drop_primary();
    });
}

DRIVER_CALL cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active)
{
    return call("cuDevicePrimaryCtxGetState", Needs::DRIVER, [=] {
        need_device(device);
        give(flags, Driver::the().primary_flags);
        give(active, Driver::the().primary ? 1 : 0);
    });
}

DRIVER_CALL cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags)
{
    return call("cuDevicePrimaryCtxSetFlags_v2", Needs::DRIVER, [=] {
        need_device(device);
        Driver::the().primary_flags = flags;
    });
}
