// Device memory, pinned host memory, copies.
#include "driver.h"

using namespace standin;

namespace {
using Device = u64;

Allocation *device(Device at, u64 bytes, const char *what) { return Driver::the().memory.range(at, bytes, what); }

void allocate(Device *at, u64 bytes)
{
    need(at);
    *at = Driver::the().memory.allocate(bytes)->at;
    context().allocations.insert(*at);
}

void release(Device at)
{
    if (at == 0) {
        return;
    }
    if (!context().allocations.count(at)) {
        refuse(INVALID_VALUE, "freed " + hex(at) + ", " + Driver::the().memory.describe(at));
    }
    context().finish_all(); // as drivers do, which wait before they free
    context().allocations.erase(at);
    Driver::the().memory.free(at);
}

void to_device(Device to, const void *from, u64 bytes)
{
    if (bytes) {
        Allocation *target = device(to, bytes, "a copy to the device");
        std::memcpy(target->byte(to), from, bytes);
        target->mark_written(to, bytes);
    }
}

void to_host(void *to, Device from, u64 bytes)
{
    if (bytes) {
        std::memcpy(to, device(from, bytes, "a copy to the host")->byte(from), bytes);
    }
}

void on_device(Device to, Device from, u64 bytes)
{
    if (bytes) {
        Allocation *target = device(to, bytes, "a copy to"), *source = device(from, bytes, "a copy from");
        std::memmove(target->byte(to), source->byte(from), bytes);
        if (target->written && source->written) { // what was undefined stays so
            std::memmove(target->written.get() + (to - target->at), source->written.get() + (from - source->at), bytes);
        }
    }
}

// Faults of a copy's ranges show at once, the copy later.
void copy_to_device(Device to, const void *from, u64 bytes, void *on, bool waits)
{
    if (!bytes) {
        return;
    }
    need(from);
    device(to, bytes, "a copy to the device");
    Context &here = context();
    const auto stream = here.stream(on);
    if (!waits && !here.is_pinned(from, bytes)) { // drivers copy it aside before they return
        Driver::the().pageable++;
        const auto *start = static_cast<const u8 *>(from);
        auto aside = std::make_shared<std::vector<u8>>(start, start + bytes);
        here.enqueue(stream, [=] { to_device(to, aside->data(), bytes); });
        return;
    }
    here.enqueue(stream, [=] { to_device(to, from, bytes); });
    if (waits) {
        here.finish(*stream);
    }
}

void copy_to_host(void *to, Device from, u64 bytes, void *on, bool waits)
{
    if (!bytes) {
        return;
    }
    need(to);
    device(from, bytes, "a copy to the host");
    Context &here = context();
    const auto stream = here.stream(on);
    here.enqueue(stream, [=] { to_host(to, from, bytes); });
    const bool pinned = here.is_pinned(to, bytes);
    Driver::the().pageable += !waits && !pinned;
    if (waits || !pinned) { // drivers return when it is done
        here.finish(*stream);
    }
}

void copy_on_device(Device to, Device from, u64 bytes, void *on)
{
    if (bytes) {
        device(to, bytes, "a copy to");
        device(from, bytes, "a copy from");
        context().enqueue(context().stream(on), [=] { on_device(to, from, bytes); });
    }
}

template <class T> void fill(Device to, T value, u64 count, void *on)
{
    if (!count) {
        return;
    }
    if (to % sizeof(T)) {
        refuse(INVALID_VALUE, "a fill at " + hex(to) + ", which is no multiple of " + std::to_string(sizeof(T)));
    }
    device(to, count * sizeof(T), "a fill");
    context().enqueue(context().stream(on), [=] {
        Allocation *target = device(to, count * sizeof(T), "a fill");
        for (u64 i = 0; i < count; i++) {
            store(target->byte(to) + i * sizeof(T), value);
        }
        target->mark_written(to, count * sizeof(T));
    });
}

void pin(void **at, u64 bytes)
{
    need(at);
    if (!bytes) {
        refuse(INVALID_VALUE, "an allocation of 0 bytes");
    }
    std::unique_ptr<u8[]> made(new u8[bytes]);
    std::memset(made.get(), 0xff, bytes);
    *at = made.get();
    context().pinned[reinterpret_cast<u64>(*at)] = {bytes, std::move(made)};
}
} // namespace

DRIVER_CALL cuMemAlloc_v2(Device *at, size_t bytes)
{
    return call("cuMemAlloc_v2", Needs::CONTEXT, [=] { allocate(at, bytes); });
}

DRIVER_CALL cuMemFree_v2(Device at)
{
    return call("cuMemFree_v2", Needs::CONTEXT, [=] { release(at); });
}

DRIVER_CALL cuMemGetInfo_v2(size_t *free, size_t *total)
{
    return call("cuMemGetInfo_v2", Needs::CONTEXT, [=] {
        const DeviceMemory &memory = Driver::the().memory;
        give(free, size_t(memory.total() - memory.used()));
        give(total, size_t(memory.total()));
    });
}

DRIVER_CALL cuMemGetAddressRange_v2(Device *base, size_t *bytes, Device at)
{
    return call("cuMemGetAddressRange_v2", Needs::CONTEXT, [=] {
        const Allocation *found = device(at, 1, "an address");
        if (base) {
            *base = found->at;
        }
        if (bytes) {
            *bytes = found->size;
        }
    });
}

DRIVER_CALL cuMemHostAlloc(void **at, size_t bytes, unsigned)
{
    return call("cuMemHostAlloc", Needs::CONTEXT, [=] { pin(at, bytes); });
}

DRIVER_CALL cuMemAllocHost_v2(void **at, size_t bytes)
{
    return call("cuMemAllocHost_v2", Needs::CONTEXT, [=] { pin(at, bytes); });
}

DRIVER_CALL cuMemFreeHost(void *at)
{
    return call("cuMemFreeHost", Needs::CONTEXT, [=] {
        const auto found = context().pinned.find(reinterpret_cast<u64>(at));
        if (found == context().pinned.end() || !found->second.second) {
            refuse(INVALID_VALUE, "freed host memory that is none of cuMemHostAlloc");
        }
        context().finish_all();
        context().pinned.erase(found);
    });
}

DRIVER_CALL cuMemHostRegister_v2(void *at, size_t bytes, unsigned)
{
    return call("cuMemHostRegister_v2", Needs::CONTEXT, [=] {
        need(at);
        if (context().is_pinned(at, 1)) {
            refuse(712, "host memory that is registered already");
        }
        context().pinned[reinterpret_cast<u64>(at)] = {bytes, nullptr};
    });
}

DRIVER_CALL cuMemHostUnregister(void *at)
{
    return call("cuMemHostUnregister", Needs::CONTEXT, [=] {
        const auto found = context().pinned.find(reinterpret_cast<u64>(at));
        if (found == context().pinned.end() || found->second.second) {
            refuse(713, "host memory that is not registered");
        }
        context().finish_all();
        context().pinned.erase(found);
    });
}

DRIVER_CALL cuMemcpyHtoD_v2(Device to, const void *from, size_t bytes)
{
    return call("cuMemcpyHtoD_v2", Needs::CONTEXT, [=] { copy_to_device(to, from, bytes, nullptr, true); });
}

DRIVER_CALL cuMemcpyHtoDAsync_v2(Device to, const void *from, size_t bytes, void *stream)
{
    return call("cuMemcpyHtoDAsync_v2", Needs::CONTEXT, [=] { copy_to_device(to, from, bytes, stream, false); });
}

DRIVER_CALL cuMemcpyDtoH_v2(void *to, Device from, size_t bytes)
{
    return call("cuMemcpyDtoH_v2", Needs::CONTEXT, [=] { copy_to_host(to, from, bytes, nullptr, true); });
}

DRIVER_CALL cuMemcpyDtoHAsync_v2(void *to, Device from, size_t bytes, void *stream)
{
    return call("cuMemcpyDtoHAsync_v2", Needs::CONTEXT, [=] { copy_to_host(to, from, bytes, stream, false); });
}

DRIVER_CALL cuMemcpyDtoD_v2(Device to, Device from, size_t bytes)
{
    return call("cuMemcpyDtoD_v2", Needs::CONTEXT, [=] { copy_on_device(to, from, bytes, nullptr); });
}

DRIVER_CALL cuMemcpyDtoDAsync_v2(Device to, Device from, size_t bytes, void *stream)
{
    return call("cuMemcpyDtoDAsync_v2", Needs::CONTEXT, [=] { copy_on_device(to, from, bytes, stream); });
}

DRIVER_CALL cuMemsetD8_v2(Device to, unsigned char value, size_t count)
{
    return call("cuMemsetD8_v2", Needs::CONTEXT, [=] { fill<u8>(to, value, count, nullptr); });
}

DRIVER_CALL cuMemsetD16_v2(Device to, unsigned short value, size_t count)
{
    return call("cuMemsetD16_v2", Needs::CONTEXT, [=] { fill<u16>(to, value, count, nullptr); });
}

DRIVER_CALL cuMemsetD32_v2(Device to, unsigned value, size_t count)
{
    return call("cuMemsetD32_v2", Needs::CONTEXT, [=] { fill<u32>(to, value, count, nullptr); });
}

DRIVER_CALL cuMemsetD8Async(Device to, unsigned char value, size_t count, void *stream)
{
    return call("cuMemsetD8Async", Needs::CONTEXT, [=] { fill<u8>(to, value, count, stream); });
}

DRIVER_CALL cuMemsetD16Async(Device to, unsigned short value, size_t count, void *stream)
{
    return call("cuMemsetD16Async", Needs::CONTEXT, [=] { fill<u16>(to, value, count, stream); });
}

DRIVER_CALL cuMemsetD32Async(Device to, unsigned value, size_t count, void *stream)
{
    return call("cuMemsetD32Async", Needs::CONTEXT, [=] { fill<u32>(to, value, count, stream); });
}
