// Device memory: allocations at addresses that no host pointer has and that are never given out twice, so that a stray
// or stale address is one for certain. A shadow byte for each byte says whether anything was ever written there.
#pragma once

#include "core.h"

#include <memory>
#include <vector>

namespace standin {
// Generic addresses of 2^40 bytes each; what is above belongs to allocations.
const u64 WINDOW = u64(1) << 40;
const u64 SHARED_WINDOW = 1 * WINDOW;
const u64 LOCAL_WINDOW = 2 * WINDOW;
const u64 PARAM_WINDOW = 3 * WINDOW;
const u64 GLOBAL_WINDOW = 0x70 * WINDOW;

struct Allocation {
    u64 at = 0;
    u64 size = 0;
    std::unique_ptr<u8[]> bytes;
    std::unique_ptr<u8[]> written; // 1 where anything was written; null if that is not watched
    bool constant = false;
    bool freed = false;

    bool holds(u64 address, u64 length) const { return address - at < size && length <= size - (address - at); }
    u8 *byte(u64 address) { return bytes.get() + (address - at); }
    void mark_written(u64 address, u64 length)
    {
        if (written) {
            std::memset(written.get() + (address - at), 1, length);
        }
    }
};

class DeviceMemory {
  public:
    explicit DeviceMemory(u64 capacity) : capacity(capacity) {}

    // Throws OUT_OF_MEMORY.
    Allocation *allocate(u64 size);
    void free(u64 at);
    // The allocation whose range or guard this address is in, even if freed; null if none ever was there.
    Allocation *near(u64 address) const;
    // Throws INVALID_VALUE if the range is not within a live allocation.
    Allocation *range(u64 address, u64 length, const char *what) const;
    // Where an address lies, as the end of a sentence.
    std::string describe(u64 address) const;
    void clear();

    u64 used() const { return in_use; }
    u64 total() const { return capacity; }
    u64 count() const { return live; }

  private:
    u64 capacity;
    u64 in_use = 0;
    u64 live = 0;
    std::vector<Allocation *> pages; // one for each 2 MiB
    std::vector<std::unique_ptr<Allocation>> all;
};
} // namespace standin
