// Branches, calls, barriers, what lanes do together, comparisons and conversions.
#include "conversions.h"
#include "decode.h"
#include "operations.h"
#include "together.h"

#include <algorithm>

namespace standin {
bool Decoder::control()
{
    const std::string &name = parts[0];
    if (name == "bra") {
        branch();
    } else if (name == "brx") {
        branch_by_index();
    } else if (name == "call") {
        call();
    } else if (now->name == "ret" || now->name == "ret.uni") {
        leave();
    } else if (now->name == "exit") {
        emit(nullptr, Step::EXIT);
    } else if (now->name == "trap") {
        emit(nullptr, Step::TRAP);
    } else if (now->name == "bar.warp.sync" || together().count(now->name)) {
        together_instruction(now->name);
    } else if (name == "bar" || name == "barrier") {
        barrier();
    } else if (name == "setp") {
        compare();
    } else if (name == "cvt") {
        convert();
    } else {
        return false;
    }
    return true;
}

void Decoder::branch()
{
    drop("uni");
    want(1);
    const Symbol *label = find(now->operands[0].name);
    if (parts.size() != 1 || !label || label->kind != Symbol::LABEL) {
        refuse("wanted a label");
    }
    const u64 target = label->at;
    emit(nullptr, Step::BRANCH).number = target;
}

void Decoder::branch_by_index()
{
    drop("uni");
    want(2);
    const Symbol *table = find(now->operands[1].name);
    if (parts.size() != 2 || parts[1] != "idx" || !table || table->kind != Symbol::TABLE) {
        refuse("wanted `brx.idx` and a list of targets");
    }
    std::vector<u32> targets;
    for (const Operand &target : table->targets->operands) {
        const Symbol *label = find(target.name);
        if (!label || label->kind != Symbol::LABEL) {
            refuse("`" + target.name + "` is no label");
        }
        targets.push_back(label->at);
    }
    const u32 index = row_of(now->operands[0], 'w');
    code->tables.push_back(targets);
    Instruction &made = emit(nullptr, Step::SWITCH);
    made.rows[0] = index;
    made.number = code->tables.size() - 1;
}

// A parameter of a copied function is the variable that the caller gives.
const Decoder::Symbol *Decoder::bind(const Operand &argument, const Variable &formal)
{
    const Symbol *symbol = argument.kind == Operand::NAME ? find(argument.name) : nullptr;
    if (!symbol || symbol->kind != Symbol::LOCAL) {
        refuse("`" + formal.name + "` wants a variable of the space param");
    }
    return symbol;
}

void Decoder::call()
{
    drop("uni");
    const auto &operands = now->operands;
    size_t at = 0;
    const bool has_result = !operands.empty() && operands[0].kind == Operand::LIST;
    const std::vector<Operand> results = has_result ? operands[at++].parts : std::vector<Operand>{};
    const std::string callee = at < operands.size() ? operands[at++].name : "";
    const std::vector<Operand> arguments = at < operands.size() ? operands[at++].parts : std::vector<Operand>{};
    const auto known = program.functions.find(callee);
    if (known == program.functions.end() || at != operands.size() || parts.size() != 1) {
        refuse("only functions of the module can be called, by name");
    }
    const Function &function = *known->second;
    if (std::count(calls.begin(), calls.end(), callee) || results.size() != function.results.size() ||
        arguments.size() != function.parameters.size()) {
        refuse("`" + callee + "` calls itself, or wants other parameters");
    }
    Scope scope;
    for (size_t i = 0; i < results.size(); i++) {
        scope[function.results[i].name] = *bind(results[i], function.results[i]);
    }
    for (size_t i = 0; i < arguments.size(); i++) {
        scope[function.parameters[i].name] = *bind(arguments[i], function.parameters[i]);
    }
    const u32 end = new_label();
    if (!now->guard.empty()) { // those for whom it does not hold go round it
        Instruction &around = emit(nullptr, Step::BRANCH);
        around.guard_not = !around.guard_not;
        around.number = end;
    }
    const size_t outer_scope = first_scope;
    const u32 outer_end = end_label;
    const Statement *const caller = now;
    first_scope = scopes.size();
    scopes.push_back(scope);
    end_label = end;
    calls.push_back(callee);
    body(function);
    calls.pop_back();
    scopes.pop_back();
    first_scope = outer_scope;
    end_label = outer_end;
    now = caller;
    places[end] = code->instructions.size();
}

void Decoder::leave()
{
    if (calls.size() == 1) {
        emit(nullptr, Step::EXIT);
    } else {
        emit(nullptr, Step::BRANCH).number = end_label;
    }
}

void Decoder::barrier()
{
    drop("cta");
    drop("aligned");
    const auto &operands = now->operands;
    const bool reduces = parts.size() == 4 && parts[1] == "red";
    const Handler run = reduces ? barrier_reduction(parts[2] + "." + parts[3]) : nullptr;
    const bool waits = parts.size() == 2 && parts[1] == "sync";
    if ((!waits && !run) || operands.size() != (reduces ? 3u : 1u)) {
        refuse("of barriers only `sync` and `red` of all threads are known to the stand-in");
    }
    u32 rows[2] = {};
    if (reduces) {
        rows[0] = row_of(operands[0], parts[2] == "popc" ? 'w' : 'p');
        rows[1] = row_of(operands[2], 'p');
    }
    Instruction &made = emit(run, Step::BARRIER);
    std::copy(rows, rows + 2, made.rows);
}

void Decoder::together_instruction(const std::string &name)
{
    const Together &known = together().at(name);
    std::string form = known.form;
    const size_t second = form.find("|p");
    if (second != std::string::npos) {
        form.erase(second, 2);
    }
    want(form.size());
    u32 rows[7] = {};
    for (size_t i = 0; i < form.size(); i++) {
        Operand operand = now->operands[i];
        if (i == 0 && !operand.second.empty()) {
            Operand predicate;
            predicate.name = operand.second;
            rows[4] = second == std::string::npos ? 0 : row_of(predicate, 'p');
        }
        rows[i + 1 == form.size() ? 6 : i] = row_of(operand, form[i]);
    }
    std::copy(rows, rows + 7, emit(known.run, Step::TOGETHER).rows);
}

// setp.how[.and|.or|.xor][.ftz].type p[|q], a, b[, c]: the comparison, its opposite, each joined with c.
void Decoder::compare()
{
    std::string join;
    for (const char *word : {"and", "or", "xor"}) {
        join = drop(word) ? word : join;
    }
    std::string name = parts[0];
    for (size_t i = 1; i < parts.size(); i++) {
        name += "." + parts[i];
    }
    const Operation *operation = Operations::all().find(name);
    if (!operation) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    want(join.empty() ? 3 : 4);
    const Operand &target = now->operands[0];
    const u32 a = row_of(now->operands[1], operation->form[1]), b = row_of(now->operands[2], operation->form[2]);
    const u32 c = join.empty() ? 0 : row_of(now->operands[3], 'p');
    const bool simple = join.empty() && target.second.empty();
    const u32 first = row_of(target, 'p'), result = simple ? first : new_row(1);
    Instruction &compares = emit(operation->run);
    compares.rows[0] = result;
    compares.rows[1] = a;
    compares.rows[2] = b;
    const auto finish = [&](const char *how, u32 to, u32 from, u32 with) {
        Instruction &made = emit(Operations::all().find(how + std::string(".pred"))->run);
        made.rows[0] = to;
        made.rows[1] = from;
        made.rows[2] = with;
    };
    if (simple) {
        return;
    }
    const u32 opposite = new_row(1);
    finish("not", opposite, result, 0);
    if (!target.second.empty()) {
        Operand other;
        other.name = target.second;
        finish(join.empty() ? "mov" : join.c_str(), row_of(other, 'p'), opposite, c);
    }
    finish(join.empty() ? "mov" : join.c_str(), first, result, c);
}

namespace {
bool number_of(const std::string &name, Number &number)
{
    static const std::map<std::string, Number> NUMBERS = {
        {"u8", Number::U8},   {"u16", Number::U16}, {"u32", Number::U32},   {"u64", Number::U64},
        {"s8", Number::S8},   {"s16", Number::S16}, {"s32", Number::S32},   {"s64", Number::S64},
        {"f16", Number::F16}, {"f32", Number::F32}, {"bf16", Number::BF16}, {"f64", Number::F64}};
    const auto found = NUMBERS.find(name);
    number = found == NUMBERS.end() ? Number::U8 : found->second;
    return found != NUMBERS.end();
}
} // namespace

void Decoder::convert()
{
    Conversion how{};
    static const std::map<std::string, Round> ROUNDS = {
        {"rn", Round::NEAREST}, {"rz", Round::ZERO}, {"rm", Round::DOWN}, {"rp", Round::UP}};
    for (size_t i = 1; i + 2 < parts.size(); i++) {
        const std::string &part = parts[i];
        const bool whole = part.size() == 3 && part[2] == 'i';
        const auto round = ROUNDS.find(whole ? part.substr(0, 2) : part);
        if (round != ROUNDS.end()) {
            how.round = round->second;
            how.whole = whole;
        } else if (part == "sat") {
            how.saturate = true;
        } else if (part == "ftz") {
            how.flush = true;
        } else if (part == "relu") {
            how.relu = true;
        } else {
            refuse("the modifier `." + part + "` is not known to the stand-in");
        }
    }
    std::string to = parts.size() > 2 ? parts[parts.size() - 2] : "";
    const bool two = to == "f16x2" || to == "bf16x2";
    if (!number_of(two ? to.substr(0, to.size() - 2) : to, how.to) || !number_of(parts.back(), how.from)) {
        refuse("the instruction `" + now->name + "` is not known to the stand-in");
    }
    how.whole = how.whole && is_float(how.to);
    want(two ? 3 : 2);
    const auto letter = [](u32 width) { return width == 2 ? 'h' : width == 4 ? 'w' : 'd'; };
    const Operand &source = now->operands[1];
    how.to_width = two ? 4 : width_of(now->operands[0]);
    how.from_width = source.kind == Operand::NAME ? width_of(source) : std::max<u32>(size_of(how.from), 2);
    if (how.to_width < size_of(how.to) || how.from_width < size_of(how.from)) {
        refuse("a register is too narrow");
    }
    const u32 rows[3] = {row_of(now->operands[0], letter(how.to_width)), row_of(source, letter(how.from_width)),
                         two ? row_of(now->operands[2], 'w') : 0};
    Instruction &made = emit(two ? conversion_of_two() : conversion(how));
    std::copy(rows, rows + 3, made.rows);
    std::memcpy(made.choice, &how, sizeof how);
}
} // namespace standin
