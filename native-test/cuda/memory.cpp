#include "memory.h"

#include <cstdlib>
#include <new>

namespace standin {
namespace {
const u64 PAGE = u64(2) << 20;
const u64 LEAD = 512;      // an allocation starts so far behind a page, which is also how well it is aligned
const u8 UNDEFINED = 0xff; // a float of these is a NaN

bool watches_unwritten() { return environment("STANDIN_UNINITIALISED", 1) != 0; }
} // namespace

std::string hex(u64 number)
{
    char text[32];
    snprintf(text, sizeof text, "0x%llx", (unsigned long long)number);
    return text;
}

u64 environment(const char *name, u64 otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, nullptr, 0) : otherwise;
}

Allocation *DeviceMemory::allocate(u64 size)
{
    if (size == 0) {
        throw Refusal{INVALID_VALUE, "an allocation of 0 bytes"};
    }
    if (size > capacity - in_use) {
        throw Refusal{OUT_OF_MEMORY, "an allocation of " + std::to_string(size) + " bytes where " +
                                         std::to_string(capacity - in_use) + " are free"};
    }
    auto made = std::make_unique<Allocation>();
    made->bytes.reset(new (std::nothrow) u8[size]);
    if (watches_unwritten()) {
        made->written.reset(new (std::nothrow) u8[size]());
    }
    if (!made->bytes || (watches_unwritten() && !made->written)) {
        throw Refusal{OUT_OF_MEMORY, "the host has no " + std::to_string(size) + " bytes for an allocation"};
    }
    std::memset(made->bytes.get(), UNDEFINED, size);
    made->at = GLOBAL_WINDOW + pages.size() * PAGE + LEAD;
    made->size = size;
    // at least LEAD bytes of nobody's before and behind
    pages.insert(pages.end(), (LEAD + size + LEAD + PAGE - 1) / PAGE, made.get());
    in_use += size;
    live++;
    all.push_back(std::move(made));
    return all.back().get();
}

void DeviceMemory::free(u64 at)
{
    Allocation *found = near(at);
    if (!found || found->at != at || found->freed) {
        throw Refusal{INVALID_VALUE, "freed " + hex(at) + ", " + describe(at)};
    }
    found->freed = true;
    found->bytes.reset();
    found->written.reset();
    in_use -= found->size;
    live--;
}

Allocation *DeviceMemory::near(u64 address) const
{
    const u64 page = (address - GLOBAL_WINDOW) / PAGE;
    return address >= GLOBAL_WINDOW && page < pages.size() ? pages[page] : nullptr;
}

Allocation *DeviceMemory::range(u64 address, u64 length, const char *what) const
{
    Allocation *found = near(address);
    if (!found || found->freed || !found->holds(address, length)) {
        throw Refusal{INVALID_VALUE, std::string(what) + " of " + std::to_string(length) + " bytes at " + hex(address) +
                                         ", " + describe(address)};
    }
    return found;
}

std::string DeviceMemory::describe(u64 address) const
{
    const Allocation *found = near(address);
    if (!found) {
        return address < GLOBAL_WINDOW ? "which is no device address" : "where nothing was allocated";
    }
    const std::string size = std::to_string(found->size) + " bytes at " + hex(found->at);
    if (found->freed) {
        return "in an allocation of " + size + " that was freed";
    }
    if (address < found->at) {
        return std::to_string(found->at - address) + " bytes before an allocation of " + size;
    }
    return "byte " + std::to_string(address - found->at) + " of an allocation of " + size;
}

void DeviceMemory::clear()
{
    for (auto &allocation : all) {
        if (!allocation->freed) {
            free(allocation->at);
        }
    }
}
} // namespace standin
