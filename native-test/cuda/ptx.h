// The text of a module, taken apart but not understood: functions, variables, statements.
#pragma once

#include "core.h"

#include <map>
#include <memory>
#include <vector>

namespace standin {
struct Operand {
    enum Kind { NAME, INTEGER, FLOAT, DOUBLE, VECTOR, ADDRESS, LIST };
    Kind kind = NAME;
    std::string name;           // a register, a label, a symbol; the base of an address, empty for a bare number
    std::string second;         // of `p|q`
    u64 bits = 0;               // of a number; the offset of an address
    bool negated = false;       // !p
    std::vector<Operand> parts; // of a vector or a list
};

struct Variable {
    std::string name;
    std::string space; // reg, param, local, shared, global, const
    std::string type;
    u64 alignment = 1;
    u64 size = 0;  // bytes; 0 for an extern array without extent
    u32 count = 0; // of registers `name<count>`; 0 for one
    bool external = false;
    std::vector<u8> content;
};

struct Statement {
    enum Kind { OPEN, CLOSE, LABEL, DECLARE, INSTRUCTION, TARGETS };
    Kind kind;
    u32 line = 0;
    std::string name; // label, or an instruction with its modifiers
    std::string guard;
    bool guard_not = false;
    std::vector<Operand> operands;
    Variable variable;
};

struct Function {
    std::string name;
    bool entry = false;
    u32 line = 0;
    std::vector<Variable> results;
    std::vector<Variable> parameters;
    std::vector<Statement> body;
    bool has_body = false;
    u32 required[3] = {0, 0, 0}; // size of blocks; 0 if free
    u32 most_threads = 0;        // 0 if free
};

struct Program {
    u32 version = 0; // 90 for 9.0
    u32 target = 0;  // 75 for sm_75
    std::vector<std::string> lines;
    std::vector<Variable> variables;
    std::map<std::string, std::shared_ptr<Function>> functions;
};

struct Token {
    enum Kind { WORD, NUMBER, TEXT, SIGN, END };
    Kind kind;
    u32 line;
    std::string text;
    Operand number;
};

// Both throw INVALID_PTX with the line.
std::vector<Token> tokens_of(const std::string &text);
Program parse(const std::string &text);

// Bytes of a fundamental type: 4 for f32, 0 if it is none.
u32 size_of_type(const std::string &type);
} // namespace standin
