// Loads, stores, atomics, moves, and addresses of one space as those of another.
#include "access.h"
#include "decode.h"
#include "operations.h"

#include <algorithm>

namespace standin {
namespace {
bool harmless(const std::string &part)
{
    static const std::set<std::string> PARTS = {"weak",
                                                "ca",
                                                "cg",
                                                "cs",
                                                "lu",
                                                "cv",
                                                "wb",
                                                "wt",
                                                "cta",
                                                "gpu",
                                                "sys",
                                                "cluster",
                                                "L1::evict_normal",
                                                "L1::evict_last",
                                                "L1::evict_first",
                                                "L1::no_allocate",
                                                "L2::64B",
                                                "L2::128B",
                                                "L2::256B"};
    return PARTS.count(part) != 0;
}

bool ordered(const std::string &part)
{
    return part == "volatile" || part == "relaxed" || part == "acquire" || part == "release" || part == "acq_rel" ||
           part == "mmio";
}

void is_in_window(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u64 *address = warp.row<u64>(instruction.rows[1]);
    const u64 window = instruction.number;
    each<u32>(warp, instruction.rows[0], mask, [=](u32 lane) {
        const u64 at = address[lane] / WINDOW;
        return u32(window == GLOBAL_WINDOW ? at >= GLOBAL_WINDOW / WINDOW : at == window / WINDOW);
    });
}

// To or from a register of 32 or 64 bits, from or to those of halves or quarters: parts in rows 0 to 3, whole in 4.
template <class W, class P> void pack(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 count = sizeof(W) / sizeof(P);
    lanes_of(mask, [&](u32 lane) {
        W whole = 0;
        for (u32 i = 0; i < count; i++) {
            whole |= W(warp.row<P>(instruction.rows[i])[lane]) << 8 * sizeof(P) * i;
        }
        warp.row<W>(instruction.rows[4])[lane] = whole;
    });
}

template <class W, class P> void unpack(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 count = sizeof(W) / sizeof(P);
    lanes_of(mask, [&](u32 lane) {
        const W whole = warp.row<W>(instruction.rows[4])[lane];
        for (u32 i = 0; i < count; i++) {
            warp.row<P>(instruction.rows[i])[lane] = P(whole >> 8 * sizeof(P) * i);
        }
    });
}

void nothing(Warp &, const Instruction &, u32) {}

void active(Warp &warp, const Instruction &instruction, u32 mask)
{
    each<u32>(warp, instruction.rows[0], mask, [=](u32) { return mask; });
}
} // namespace

bool Decoder::memory()
{
    const std::string &name = parts[0];
    if (name == "ld" || name == "ldu" || name == "st") {
        access(name != "st");
    } else if (name == "atom" || name == "red") {
        atomic(name == "atom");
    } else if (name == "cvta") {
        convert_address();
    } else if (name == "isspacep") {
        is_space();
    } else if (name == "mov") {
        move();
    } else if (name == "membar" || name == "fence" || name == "prefetch" || name == "prefetchu" ||
               name == "nanosleep" || name == "discard") {
        emit(nothing);
    } else if (now->name == "activemask.b32") {
        const u32 row = row_of(now->operands.at(0), 'w');
        emit(active).rows[0] = row;
    } else {
        return false;
    }
    return true;
}

bool Decoder::space_modifier(const std::string &part, Space &space)
{
    const std::string stem = part.substr(0, part.find("::"));
    if (stem == "global" || stem == "const") {
        space = Space::GLOBAL;
    } else if (stem == "shared") {
        space = Space::SHARED;
    } else if (stem == "local") {
        space = Space::LOCAL;
    } else if (stem == "param") {
        space = Space::PARAM;
    } else {
        return false;
    }
    if (part.find("::") != std::string::npos && part != "shared::cta" && part != "param::entry" &&
        part != "param::func") {
        refuse("the space `" + part + "` is not known to the stand-in");
    }
    return true;
}

// [register + offset], [symbol + offset], [number]
void Decoder::address(Instruction &made, const Operand &operand)
{
    if (operand.kind != Operand::ADDRESS) {
        refuse("wanted an address");
    }
    made.number = operand.bits;
    Space space;
    u64 at = 0;
    if (operand.name.empty()) {
        return;
    }
    if (address_of(operand.name, space, at)) {
        if (made.space == Space::GENERIC || (made.space == Space::PARAM && space == Space::LOCAL)) {
            made.space = space; // parameters of functions that were copied are local
        }
        if (made.space != space) {
            refuse("`" + operand.name + "` is in another space");
        }
        made.number += at;
        return;
    }
    Operand base;
    base.name = operand.name;
    u32 width;
    made.rows[ADDRESS] = register_row(base, width);
    made.choice[ADDRESS_WIDTH] = width;
    if (width != 4 && width != 8) {
        refuse("an address has 32 or 64 bits");
    }
}

void Decoder::access(bool loads)
{
    Instruction made;
    made.space = Space::GENERIC;
    std::string type;
    for (size_t i = 1; i < parts.size(); i++) {
        const std::string &part = parts[i];
        if (part == "v2" || part == "v4") {
            made.count = part[1] - '0';
        } else if (ordered(part)) {
            made.strong = true;
        } else if (size_of_type(part) != 0 && i + 1 == parts.size()) {
            type = part;
        } else if (part != "nc" && !harmless(part) && !space_modifier(part, made.space)) {
            refuse("the modifier `." + part + "` is not known to the stand-in");
        }
    }
    want(2);
    const Operand &target = now->operands[loads ? 0 : 1];
    made.bytes = size_of_type(type);
    if (made.bytes == 0 || (made.count > 1) != (target.kind == Operand::VECTOR)) {
        refuse("type and operands do not fit");
    }
    const std::vector<Operand> elements = target.kind == Operand::VECTOR ? target.parts : std::vector<Operand>{target};
    u32 width = 0;
    for (size_t i = 0; i < elements.size(); i++) {
        u32 here = std::max<u32>(made.bytes, 2);
        made.rows[i] = elements[i].kind == Operand::NAME ? register_row(elements[i], here)
                                                         : row_of(elements[i], here == 2   ? 'h'
                                                                               : here == 4 ? 'w'
                                                                                           : 'd');
        width = std::max(width, here);
    }
    width = width ? width : std::max<u32>(made.bytes, 2);
    if (width < made.bytes || elements.size() != made.count) {
        refuse("type and operands do not fit");
    }
    address(made, now->operands[loads ? 1 : 0]);
    made.run = loads ? loader(made.bytes, type[0] == 's', width) : storer(made.bytes, width);
    code->small_shared |= made.bytes < 4 && (made.space == Space::SHARED || made.space == Space::GENERIC);
    Instruction &emitted = emit(made.run);
    made.guard = emitted.guard;
    made.guard_not = emitted.guard_not;
    made.line = emitted.line;
    emitted = made;
}

void Decoder::atomic(bool result)
{
    Instruction made;
    made.space = Space::GENERIC;
    made.strong = true;
    std::string operation;
    for (size_t i = 1; i + 1 < parts.size(); i++) {
        if (!ordered(parts[i]) && !harmless(parts[i]) && !space_modifier(parts[i], made.space)) {
            operation += (operation.empty() ? "" : ".") + parts[i];
        }
    }
    made.run = atomic_operation(operation, parts.back());
    if (!made.run) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    made.bytes = size_of_type(parts.back());
    const char letter = made.bytes == 2 ? 'h' : made.bytes == 4 ? 'w' : 'd';
    const size_t first = result ? 1 : 0;
    want(first + (operation == "cas" ? 3 : 2));
    if (result) {
        made.rows[0] = now->operands[0].name == "_" ? 0 : row_of(now->operands[0], letter);
    }
    made.rows[1] = made.rows[2] = row_of(now->operands[first + 1], letter);
    if (operation == "cas") {
        made.rows[2] = row_of(now->operands[first + 2], letter);
    }
    address(made, now->operands[first]);
    code->atomics |= made.space != Space::SHARED;
    code->small_shared |= made.bytes < 4;
    Instruction &emitted = emit(made.run);
    made.guard = emitted.guard;
    made.guard_not = emitted.guard_not;
    made.line = emitted.line;
    emitted = made;
}

void Decoder::convert_address()
{
    const bool to = drop("to");
    Space space = Space::GENERIC;
    if (parts.size() != 3 || parts[2] != "u64" || !space_modifier(parts[1], space)) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    want(2);
    const u64 window = space == Space::SHARED ? SHARED_WINDOW : space == Space::LOCAL ? LOCAL_WINDOW : 0;
    const u32 to_row = row_of(now->operands[0], 'd');
    Space unused;
    u64 at;
    u32 from_row;
    if (now->operands[1].kind == Operand::NAME && address_of(now->operands[1].name, unused, at)) {
        from_row = constant(8, at);
    } else {
        from_row = row_of(now->operands[1], 'd');
    }
    const u32 offset = constant(8, window);
    Instruction &made = emit(Operations::all().find(to ? "sub.u64" : "add.u64")->run);
    made.rows[0] = to_row;
    made.rows[1] = from_row;
    made.rows[2] = offset;
}

void Decoder::is_space()
{
    Space space = Space::GENERIC;
    if (parts.size() != 2 || !space_modifier(parts[1], space)) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    want(2);
    const u32 to = row_of(now->operands[0], 'p'), from = row_of(now->operands[1], 'd');
    Instruction &made = emit(is_in_window);
    made.rows[0] = to;
    made.rows[1] = from;
    made.number = space == Space::SHARED  ? SHARED_WINDOW
                  : space == Space::LOCAL ? LOCAL_WINDOW
                  : space == Space::PARAM ? PARAM_WINDOW
                                          : GLOBAL_WINDOW;
}

bool Decoder::move_vector()
{
    const bool packs = now->operands[1].kind == Operand::VECTOR;
    if (!packs && now->operands[0].kind != Operand::VECTOR) {
        return false;
    }
    const Operand &elements = now->operands[packs ? 1 : 0];
    const u32 whole = size_of_type(parts.back()), count = elements.parts.size();
    const u32 part = count ? whole / count : 0;
    if ((whole != 4 && whole != 8) || (count != 2 && count != 4) || part < 2) {
        refuse("the instruction `" + now->name + "` with such operands is not known to the stand-in");
    }
    u32 rows[5];
    for (u32 i = 0; i < count; i++) {
        rows[i] = row_of(elements.parts[i], part == 2 ? 'h' : 'w');
    }
    rows[4] = row_of(now->operands[packs ? 0 : 1], whole == 4 ? 'w' : 'd');
    const Handler run = whole == 4  ? (packs ? pack<u32, u16> : unpack<u32, u16>)
                        : part == 2 ? (packs ? pack<u64, u16> : unpack<u64, u16>)
                                    : (packs ? pack<u64, u32> : unpack<u64, u32>);
    std::copy(rows, rows + 5, emit(run).rows);
    return true;
}

void Decoder::move()
{
    want(2);
    if (move_vector()) {
        return;
    }
    const Operation *operation = Operations::all().find(now->name);
    if (!operation) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    const u32 to = row_of(now->operands[0], operation->form[0]);
    Space space;
    u64 at;
    const Operand &source = now->operands[1];
    const bool symbol = source.kind == Operand::NAME && address_of(source.name, space, at);
    const u32 from = symbol ? constant(operation->form[0] == 'w' ? 4 : 8, at) : row_of(source, operation->form[1]);
    Instruction &made = emit(operation->run);
    made.rows[0] = to;
    made.rows[1] = from;
}
} // namespace standin
