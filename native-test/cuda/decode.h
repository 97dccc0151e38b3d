// Turns an entry of a program into code: names become rows and places, calls become copies of what they call, and every
// modifier has to be known.
#pragma once

#include "machine.h"
#include "ptx.h"

#include <map>
#include <set>

namespace standin {
// Where the variables of a loaded module are.
using Addresses = std::map<std::string, u64>;

class Decoder {
  public:
    Decoder(const Program &program, std::shared_ptr<const std::vector<std::string>> lines, const Addresses &addresses)
        : program(program), lines(std::move(lines)), addresses(addresses)
    {
    }

    // Throws INVALID_PTX with the line and the instruction.
    std::shared_ptr<Code> decode(const Function &entry);

  private:
    struct Symbol {
        enum Kind { REGISTER, REGISTERS, LOCAL, SHARED, PARAM, GLOBAL, LABEL, TABLE };
        Kind kind;
        u32 width = 0; // of registers
        u64 at = 0;    // row, offset, address or number of a label
        const Statement *targets = nullptr;
    };
    using Scope = std::map<std::string, Symbol>;

    const Program &program;
    std::shared_ptr<const std::vector<std::string>> lines;
    const Addresses &addresses;
    std::shared_ptr<Code> code;
    std::vector<Scope> scopes;
    size_t first_scope = 0;  // of the function that is being copied
    std::vector<u32> places; // of labels
    std::map<std::pair<u32, u64>, u32> constants;
    std::map<std::string, u32> specials;
    std::map<std::string, u64> shared_variables; // of the module, that this entry uses
    std::vector<std::string> calls;              // that led here
    u32 end_label = 0;                           // of the function; unused in an entry
    u32 dynamic_shared = 0;                      // where it starts
    const Statement *now = nullptr;
    std::vector<std::string> parts; // of the instruction's name

    [[noreturn]] void refuse(const std::string &what) const;
    void start(const Function &entry, u32 dynamic_shared_at);

    // decode.cpp: scopes, rows, operands
    void body(const Function &function);
    void open(const Function &function, size_t from);
    void declare(const Variable &variable);
    const Symbol *find(const std::string &name);
    Symbol *find_register(Scope &scope, const std::string &name);
    u64 reserve(u32 &total, const Variable &variable);
    u64 reserve_shared(const Variable &variable);
    u32 new_row(u32 width);
    u32 new_label();
    u32 constant(u32 width, u64 bits);
    u32 special(const std::string &name);
    bool address_of(const std::string &name, Space &space, u64 &at);
    u32 register_row(const Operand &operand, u32 &width);
    u32 row_of(const Operand &operand, char letter);
    u32 width_of(const Operand &operand);
    Instruction &emit(Handler run, Step step = Step::LANES);
    void instruction();
    bool drop(const std::string &part);
    void want(size_t operands) const;

    // decode_memory.cpp
    bool memory();
    void access(bool loads);
    void atomic(bool result);
    void address(Instruction &made, const Operand &operand);
    bool space_modifier(const std::string &part, Space &space);
    void convert_address();
    void is_space();
    void move();
    bool move_vector();

    // decode_control.cpp
    bool control();
    void branch();
    void branch_by_index();
    void call();
    const Symbol *bind(const Operand &argument, const Variable &formal);
    void leave();
    void barrier();
    void together_instruction(const std::string &name);
    void compare();
    void convert();
};
} // namespace standin
