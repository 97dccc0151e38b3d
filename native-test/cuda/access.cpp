#include "access.h"

#include <algorithm>

namespace standin {
Accesses::Accesses(Warp &warp, const Instruction &instruction, u32 mask) : warp(warp), instruction(instruction)
{
    const u64 offset = instruction.number;
    const u32 row = instruction.rows[ADDRESS];
    u64 all = 0;
    if (row == 0) {
        std::fill_n(addresses, LANES, offset);
    } else if (instruction.choice[ADDRESS_WIDTH] == 8) {
        const u64 *base = warp.row<u64>(row);
        for (u32 lane = 0; lane < LANES; lane++) {
            addresses[lane] = base[lane] + offset;
        }
    } else {
        const u32 *base = warp.row<u32>(row);
        for (u32 lane = 0; lane < LANES; lane++) {
            addresses[lane] = u32(base[lane] + u32(offset));
        }
    }
    for (u32 lane = 0; lane < LANES; lane++) {
        all |= mask >> lane & 1 ? addresses[lane] : 0;
    }
    if (all & (bytes() - 1)) {
        lanes_of(mask, [&](u32 lane) {
            if (addresses[lane] & (bytes() - 1)) {
                warp.fault(instruction, lane, MISALIGNED_ADDRESS,
                           "accesses " + std::to_string(bytes()) + " bytes at " + hex(addresses[lane]) +
                               ", which is no multiple of that");
            }
        });
    }
}

void Accesses::fail(u32 lane, int error, bool writes, const std::string &where) const
{
    warp.fault(instruction, lane, error,
               (writes ? "writes " : "reads ") + std::to_string(bytes()) + " bytes at " + hex(addresses[lane]) + ", " +
                   where);
}

u8 *Accesses::of(u32 lane, bool writes, const u8 *content)
{
    const u64 at = addresses[lane];
    switch (instruction.space) {
    case Space::GLOBAL:
        return global(lane, at, writes);
    case Space::SHARED:
        return shared(lane, at, writes, content);
    case Space::LOCAL:
    case Space::PARAM:
        return own(lane, at, writes);
    case Space::GENERIC:
        break;
    }
    const u64 window = at / WINDOW * WINDOW;
    return window == SHARED_WINDOW                            ? shared(lane, at - window, writes, content)
           : window == LOCAL_WINDOW || window == PARAM_WINDOW ? own(lane, at, writes)
                                                              : global(lane, at, writes);
}

Allocation *Accesses::together(u32 mask, bool writes)
{
    if (instruction.space != Space::GLOBAL) {
        return nullptr;
    }
    Block &block = *warp.block;
    u64 least = ~u64(0), most = 0;
    for (u32 lane = 0; lane < LANES; lane++) {
        const bool active = mask >> lane & 1;
        least = std::min(least, active ? addresses[lane] : ~u64(0));
        most = std::max(most, active ? addresses[lane] : 0);
    }
    Allocation *&last = block.last[&instruction - block.launch.code->instructions.data()];
    if (!last || !last->holds(least, bytes())) {
        last = block.launch.memory->near(least);
    }
    if (!last || last->freed || !last->holds(least, bytes()) || !last->holds(most, bytes()) ||
        (writes && last->constant)) {
        last = nullptr;
    }
    return last;
}

u8 *Accesses::global(u32 lane, u64 at, bool writes)
{
    Block &block = *warp.block;
    Allocation *&last = block.last[&instruction - block.launch.code->instructions.data()];
    if (!last || !last->holds(at, bytes())) {
        last = block.launch.memory->near(at);
        if (!last || last->freed || !last->holds(at, bytes())) {
            last = nullptr;
            fail(lane, ILLEGAL_ADDRESS, writes, block.launch.memory->describe(at));
        }
    }
    if (writes) {
        if (last->constant) {
            fail(lane, ILLEGAL_ADDRESS, writes, "which is constant");
        }
        last->mark_written(at, bytes());
    } else if (last->written) {
        const u8 *written = last->written.get() + (at - last->at);
        for (u32 i = 0; i < bytes(); i++) {
            if (!written[i]) {
                fail(lane, LAUNCH_FAILED, writes, "which nobody wrote, " + block.launch.memory->describe(at));
            }
        }
    }
    return last->byte(at);
}

u8 *Accesses::shared(u32 lane, u64 at, bool writes, const u8 *content)
{
    Block &block = *warp.block;
    const u64 size = block.shared.size();
    if (at >= size || bytes() > size - at) {
        fail(lane, ILLEGAL_ADDRESS, writes, "outside of the " + std::to_string(size) + " bytes of shared memory");
    }
    u8 *place = block.shared.data() + at;
    const SharedShadow::Access by{warp.thread(lane), warp.synchronised, instruction.strong};
    u32 other = 0;
    const bool changes = writes && (!content || std::memcmp(place, content, bytes()) != 0);
    const char *wrong =
        writes ? block.shadow.write(at, bytes(), by, changes, other) : block.shadow.read(at, bytes(), by, other);
    if (wrong) {
        const bool collides = std::string(wrong).find("barrier") != std::string::npos;
        const bool outside = std::string(wrong).find("outside") != std::string::npos;
        warp.fault(instruction, lane, outside ? ILLEGAL_ADDRESS : LAUNCH_FAILED,
                   wrong +
                       std::string(!collides      ? ""
                                   : other == ~0u ? " several others"
                                                  : " " + block.name_of(other)) +
                       ", byte " + std::to_string(at) + " of " + std::to_string(size));
    }
    return place;
}

// Local memory, of this thread alone, and parameters.
u8 *Accesses::own(u32 lane, u64 at, bool writes)
{
    Block &block = *warp.block;
    const u64 window = at / WINDOW * WINDOW;
    const bool parameter = window == PARAM_WINDOW;
    const u64 offset = at - window;
    const u64 size = parameter ? block.launch.parameters.size() : block.launch.code->local;
    if (offset >= size || bytes() > size - offset || (parameter && writes)) {
        fail(lane, ILLEGAL_ADDRESS, writes,
             "outside of " + std::to_string(size) + " bytes of " + (parameter ? "parameters" : "local memory"));
    }
    return parameter ? const_cast<u8 *>(block.launch.parameters.data()) + offset
                     : block.local.data() + warp.thread(lane) * size + offset;
}

namespace {
// All lanes' bytes at once. False if some are not written or not where they should be.
template <class M> bool gather(Accesses &accesses, u32 mask, u32 count, M (&values)[4][LANES])
{
    const Allocation *all_in = accesses.together(mask, false);
    if (!all_in) {
        return false;
    }
    const u8 *base = all_in->bytes.get(), *written = all_in->written.get();
    bool all = true;
    lanes_of(mask, [&](u32 lane) {
        const u64 at = accesses.address(lane) - all_in->at;
        for (u32 i = 0; i < count; i++) {
            values[i][lane] = load<M>(base + at + i * sizeof(M));
            all &= !written || load<M>(written + at + i * sizeof(M)) == M(0x0101010101010101);
        }
    });
    return all;
}

template <class M, class R> void load_elements(Warp &warp, const Instruction &instruction, u32 mask)
{
    Accesses accesses(warp, instruction, mask);
    const u32 count = std::min<u32>(instruction.count, 4);
    M values[4][LANES];
    if (!gather(accesses, mask, count, values)) {
        lanes_of(mask, [&](u32 lane) {
            const u8 *from = accesses.of(lane, false, nullptr);
            for (u32 i = 0; i < count; i++) {
                values[i][lane] = load<M>(from + i * sizeof(M));
            }
        });
    }
    for (u32 i = 0; i < count; i++) {
        const M *from = values[i];
        each<R>(warp, instruction.rows[i], mask, [=](u32 lane) { return R(from[lane]); });
    }
}

template <class M, class R> void store_elements(Warp &warp, const Instruction &instruction, u32 mask)
{
    Accesses accesses(warp, instruction, mask);
    const u32 count = std::min<u32>(instruction.count, 4);
    if (const Allocation *all_in = accesses.together(mask, true)) {
        u8 *base = all_in->bytes.get(), *written = all_in->written.get();
        lanes_of(mask, [&](u32 lane) {
            const u64 at = accesses.address(lane) - all_in->at;
            for (u32 i = 0; i < count; i++) {
                store(base + at + i * sizeof(M), M(warp.row<R>(instruction.rows[i])[lane]));
                if (written) {
                    store(written + at + i * sizeof(M), M(0x0101010101010101));
                }
            }
        });
        return;
    }
    lanes_of(mask, [&](u32 lane) { // one after the other: they may collide
        u8 content[4 * sizeof(M)] = {};
        for (u32 i = 0; i < count; i++) {
            store(content + i * sizeof(M), M(warp.row<R>(instruction.rows[i])[lane]));
        }
        std::memcpy(accesses.of(lane, true, content), content, accesses.bytes());
    });
}

template <class M> Handler loader_into(u32 width)
{
    using S = std::conditional_t<std::is_signed<M>::value, i64, u64>;
    switch (width) {
    case 2:
        return load_elements<M, std::conditional_t<std::is_signed<M>::value, i16, u16>>;
    case 4:
        return load_elements<M, std::conditional_t<std::is_signed<M>::value, i32, u32>>;
    default:
        return load_elements<M, S>;
    }
}

template <class M> Handler storer_from(u32 width)
{
    switch (width) {
    case 2:
        return store_elements<M, u16>;
    case 4:
        return store_elements<M, u32>;
    default:
        return store_elements<M, u64>;
    }
}
} // namespace

Handler loader(u32 bytes, bool is_signed, u32 register_width)
{
    switch (bytes) {
    case 1:
        return is_signed ? loader_into<i8>(register_width) : loader_into<u8>(register_width);
    case 2:
        return is_signed ? loader_into<i16>(register_width) : loader_into<u16>(register_width);
    case 4:
        return is_signed ? loader_into<i32>(register_width) : loader_into<u32>(register_width);
    default:
        return loader_into<u64>(register_width);
    }
}

Handler storer(u32 bytes, u32 register_width)
{
    switch (bytes) {
    case 1:
        return storer_from<u8>(register_width);
    case 2:
        return storer_from<u16>(register_width);
    case 4:
        return storer_from<u32>(register_width);
    default:
        return storer_from<u64>(register_width);
    }
}
} // namespace standin
