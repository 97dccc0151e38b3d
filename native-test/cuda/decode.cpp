#include "decode.h"

#include "operations.h"

#include <algorithm>

namespace standin {
namespace {
u64 aligned(u64 at, u64 alignment) { return (at + alignment - 1) / alignment * alignment; }

const u32 GAP = 256;

u32 bytes_of(char letter) { return letter == 'h' ? 2 : letter == 'd' ? 8 : 4; }

bool known_special(const std::string &name)
{
    static const std::set<std::string> NAMES = {
        "%laneid",      "%warpid",      "%nwarpid",     "%lanemask_eq",       "%lanemask_lt",
        "%lanemask_le", "%lanemask_gt", "%lanemask_ge", "%dynamic_smem_size", "%total_smem_size"};
    for (const char *stem : {"%tid.", "%ntid.", "%ctaid.", "%nctaid."}) {
        if (name.rfind(stem, 0) == 0 && name.size() == std::strlen(stem) + 1 && name.back() >= 'x' &&
            name.back() <= 'z') {
            return true;
        }
    }
    return NAMES.count(name) != 0;
}
} // namespace

void Decoder::refuse(const std::string &what) const
{
    std::string text = now && now->line - 1 < lines->size() ? (*lines)[now->line - 1] : "";
    text.erase(0, text.find_first_not_of(" \t"));
    std::replace(text.begin(), text.end(), '\t', ' ');
    throw Refusal{INVALID_PTX, "kernel " + code->name + ", line " + std::to_string(now ? now->line : 0) + " `" + text +
                                   "`: " + what};
}

void Decoder::start(const Function &entry, u32 dynamic_shared_at)
{
    code = std::make_shared<Code>();
    code->name = entry.name;
    code->lines = lines;
    code->frame = LANES * sizeof(u32); // the row of carries
    std::copy(entry.required, entry.required + 3, code->required);
    code->most_threads = entry.most_threads;
    dynamic_shared = dynamic_shared_at;
    scopes.assign(1, {});
    first_scope = 0;
    places.clear();
    constants.clear();
    specials.clear();
    shared_variables.clear();
    calls.assign(1, entry.name);
    for (const Variable &parameter : entry.parameters) {
        Symbol symbol{Symbol::PARAM};
        symbol.at = reserve(code->parameter_bytes, parameter);
        scopes[0][parameter.name] = symbol;
        code->parameters.push_back({u32(symbol.at), u32(parameter.size)});
    }
}

std::shared_ptr<Code> Decoder::decode(const Function &entry)
{
    // Where dynamic shared memory starts is known when all of the static is: hence twice.
    for (u32 twice = 0; twice < 2; twice++) {
        start(entry, twice == 0 ? 0 : aligned(code->shared, 16));
        body(entry);
    }
    now = nullptr;
    for (Instruction &made : code->instructions) {
        if (made.step == Step::BRANCH) {
            made.number = places[made.number];
        }
    }
    for (auto &table : code->tables) {
        for (u32 &target : table) {
            target = places[target];
        }
    }
    if (code->declared_shared > 48 << 10) {
        refuse(std::to_string(code->declared_shared) + " bytes of static shared memory, at most 49152");
    }
    code->shared = aligned(code->shared, 16);
    return code;
}

void Decoder::body(const Function &function)
{
    if (!function.has_body) {
        refuse("calls `" + function.name + "`, which the module does not have");
    }
    for (size_t i = 0; i < function.body.size(); i++) {
        const Statement &statement = function.body[i];
        now = &statement;
        switch (statement.kind) {
        case Statement::OPEN:
            open(function, i);
            break;
        case Statement::CLOSE:
            scopes.pop_back();
            break;
        case Statement::LABEL:
            places[find(statement.name)->at] = code->instructions.size();
            break;
        case Statement::DECLARE:
            declare(statement.variable);
            break;
        case Statement::INSTRUCTION:
            instruction();
            break;
        case Statement::TARGETS:
            break;
        }
    }
    if (function.entry) { // a body may end without ret
        Statement end{};
        now = &end;
        emit(nullptr, Step::EXIT);
        now = nullptr;
    }
}

// A scope knows its labels before they come.
void Decoder::open(const Function &function, size_t from)
{
    scopes.emplace_back();
    u32 depth = 0;
    for (size_t i = from; i < function.body.size(); i++) {
        const Statement &statement = function.body[i];
        depth += statement.kind == Statement::OPEN;
        if (statement.kind == Statement::CLOSE && --depth == 0) {
            return;
        }
        if (depth == 1 && statement.kind == Statement::LABEL) {
            Symbol symbol{Symbol::LABEL};
            symbol.at = new_label();
            scopes.back()[statement.name] = symbol;
        } else if (depth == 1 && statement.kind == Statement::TARGETS) {
            Symbol symbol{Symbol::TABLE};
            symbol.targets = &statement;
            scopes.back()[statement.name] = symbol;
        }
    }
}

u64 Decoder::reserve(u32 &total, const Variable &variable)
{
    const u64 at = aligned(total, variable.alignment);
    total = at + variable.size;
    return at;
}

// A gap follows each, so that who runs over its end does not meet the next.
u64 Decoder::reserve_shared(const Variable &variable)
{
    const u64 at = reserve(code->shared, variable), end = code->shared;
    reserve(code->declared_shared, variable);
    code->shared = aligned(end, 16) + GAP;
    code->gaps.push_back({u32(aligned(end, 4)), code->shared});
    return at;
}

void Decoder::declare(const Variable &variable)
{
    Symbol symbol{Symbol::LOCAL};
    if (variable.space == "reg") {
        symbol.kind = variable.count ? Symbol::REGISTERS : Symbol::REGISTER;
        symbol.width = variable.type == "pred" ? 1 : std::max<u32>(size_of_type(variable.type), 2);
        symbol.at = variable.count ? variable.count : new_row(symbol.width);
        code->registers += std::max(variable.count, 1u) * (symbol.width == 8 ? 2 : symbol.width > 1);
    } else if (variable.space == "shared") {
        symbol.kind = Symbol::SHARED;
        symbol.at = reserve_shared(variable);
    } else {
        symbol.at = reserve(code->local, variable);
    }
    scopes.back()[variable.name] = symbol;
}

// `%r17` of `%r<20>` gets its row when it is first used.
Decoder::Symbol *Decoder::find_register(Scope &scope, const std::string &name)
{
    const size_t digits = name.find_last_not_of("0123456789") + 1;
    if (digits == name.size() || digits == 0) {
        return nullptr;
    }
    const auto range = scope.find(name.substr(0, digits));
    if (range == scope.end() || range->second.kind != Symbol::REGISTERS ||
        std::stoul(name.substr(digits)) >= range->second.at) {
        return nullptr;
    }
    Symbol symbol{Symbol::REGISTER};
    symbol.width = range->second.width;
    symbol.at = new_row(symbol.width);
    return &(scope[name] = symbol);
}

const Decoder::Symbol *Decoder::find(const std::string &name)
{
    for (size_t i = scopes.size(); i > first_scope; i--) {
        const auto found = scopes[i - 1].find(name);
        if (found != scopes[i - 1].end()) {
            return &found->second;
        }
        if (const Symbol *made = find_register(scopes[i - 1], name)) {
            return made;
        }
    }
    return nullptr;
}

u32 Decoder::new_row(u32 width)
{
    const u32 at = code->frame;
    code->frame += LANES * (width == 1 ? 4 : width);
    return at;
}

u32 Decoder::new_label()
{
    places.push_back(0);
    return places.size() - 1;
}

u32 Decoder::constant(u32 width, u64 bits)
{
    bits = width < 8 ? bits & ((u64(1) << 8 * width) - 1) : bits;
    const auto made = constants.emplace(std::make_pair(width, bits), 0);
    if (made.second) {
        made.first->second = new_row(width);
        code->constants.push_back({made.first->second, width, bits});
    }
    return made.first->second;
}

u32 Decoder::special(const std::string &name)
{
    const auto made = specials.emplace(name, 0);
    if (made.second) {
        made.first->second = new_row(4);
        code->specials.push_back({made.first->second, name});
    }
    return made.first->second;
}

// The address of a variable within its space.
bool Decoder::address_of(const std::string &name, Space &space, u64 &at)
{
    if (const Symbol *symbol = find(name)) {
        at = symbol->at;
        switch (symbol->kind) {
        case Symbol::LOCAL:
            space = Space::LOCAL;
            return true;
        case Symbol::SHARED:
            space = Space::SHARED;
            return true;
        case Symbol::PARAM:
            space = Space::PARAM;
            at += PARAM_WINDOW;
            return true;
        default:
            return false;
        }
    }
    for (const Variable &variable : program.variables) {
        if (variable.name == name && variable.space == "shared") {
            space = Space::SHARED;
            const auto made = shared_variables.emplace(name, dynamic_shared);
            if (made.second && !variable.external) {
                made.first->second = reserve_shared(variable);
            }
            at = made.first->second;
            return true;
        }
    }
    const auto found = addresses.find(name);
    at = found == addresses.end() ? 0 : found->second;
    space = Space::GLOBAL;
    return found != addresses.end();
}

u32 Decoder::register_row(const Operand &operand, u32 &width)
{
    if (operand.kind != Operand::NAME) {
        refuse("wanted a register");
    }
    if (operand.name == "_") {
        width = 0;                              // goes with any
        return constant(8, 0x5a5a5a5a5a5a5a5a); // a row that nobody reads
    }
    const Symbol *symbol = find(operand.name);
    if (symbol && symbol->kind == Symbol::REGISTER) {
        width = symbol->width;
        return symbol->at;
    }
    if (!symbol && known_special(operand.name)) {
        width = 4;
        return special(operand.name);
    }
    refuse("`" + operand.name + "` is no register that is known");
}

u32 Decoder::width_of(const Operand &operand)
{
    u32 width;
    register_row(operand, width);
    return width;
}

// The row of a register or a number that an operation reads or writes as 16, 32, 64 bits or a truth.
u32 Decoder::row_of(const Operand &operand, char letter)
{
    const u32 bytes = bytes_of(letter);
    if (operand.kind == Operand::INTEGER || (operand.kind == Operand::FLOAT && bytes == 4) ||
        (operand.kind == Operand::DOUBLE && bytes == 8)) {
        return constant(bytes, letter == 'p' ? operand.bits != 0 : operand.bits);
    }
    if (operand.kind == Operand::NAME && operand.name == "WARP_SZ") {
        return constant(bytes, LANES);
    }
    u32 width;
    const u32 row = register_row(operand, width);
    if (width != 0 && width != (letter == 'p' ? 1 : bytes)) {
        refuse("`" + operand.name + "` is not as wide as the instruction wants");
    }
    if (operand.negated) {
        const u32 opposite = new_row(1);
        Instruction &made = emit(Operations::all().find("not.pred")->run);
        made.rows[0] = opposite;
        made.rows[1] = row;
        made.guard = 0;
        return opposite;
    }
    return row;
}

Instruction &Decoder::emit(Handler run, Step step)
{
    Instruction made;
    made.run = run;
    made.step = step;
    made.line = now->line;
    if (!now->guard.empty()) {
        Operand guard;
        guard.name = now->guard;
        u32 width;
        made.guard = register_row(guard, width);
        made.guard_not = now->guard_not;
    }
    code->instructions.push_back(made);
    return code->instructions.back();
}

void Decoder::want(size_t operands) const
{
    if (now->operands.size() != operands) {
        refuse("has " + std::to_string(now->operands.size()) + " operands, wanted " + std::to_string(operands));
    }
}

bool Decoder::drop(const std::string &part)
{
    const auto found = std::find(parts.begin(), parts.end(), part);
    const bool there = found != parts.end();
    if (there) {
        parts.erase(found);
    }
    return there;
}

void Decoder::instruction()
{
    parts.clear();
    for (size_t from = 0, to = 0; to != std::string::npos; from = to + 1) {
        to = now->name.find('.', from);
        parts.push_back(now->name.substr(from, to - from));
    }
    if (control() || memory()) {
        return;
    }
    const Operation *operation = Operations::all().find(now->name);
    if (!operation) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    want(operation->form.size());
    u32 rows[5] = {};
    for (size_t i = 0; i < operation->form.size(); i++) {
        rows[i] = row_of(now->operands[i], operation->form[i]);
    }
    std::copy(rows, rows + 5, emit(operation->run).rows);
}
} // namespace standin
