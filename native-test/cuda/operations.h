// Instructions that only compute: what stands in PTX, with all of its modifiers, and what it does. A name that is not
// in the table is not known.
#pragma once

#include "machine.h"

#include <unordered_map>

namespace standin {
struct Operation {
    Handler run;
    std::string form; // a letter for each operand, the destination first: p, h, w, d for predicates, 16, 32, 64 bits
};

class Operations {
  public:
    void add(const std::string &name, const std::string &form, Handler run) { table[name] = {run, form}; }
    const Operation *find(const std::string &name) const
    {
        const auto found = table.find(name);
        return found == table.end() ? nullptr : &found->second;
    }
    static const Operations &all();

  private:
    std::unordered_map<std::string, Operation> table;
};

void add_integers(Operations &table);
void add_bits(Operations &table);
void add_carries(Operations &table);
void add_floats(Operations &table);
void add_functions(Operations &table);
void add_halves(Operations &table);
void add_comparisons(Operations &table);

// The letter of a type's width.
template <class T> std::string letter() { return sizeof(T) == 2 ? "h" : sizeof(T) == 4 ? "w" : "d"; }

// Handlers of functions of one lane's values.
template <class D, class A, D (*f)(A)> void unary(Warp &warp, const Instruction &instruction, u32 mask)
{
    const A *a = warp.row<A>(instruction.rows[1]);
    each<D>(warp, instruction.rows[0], mask, [=](u32 lane) { return f(a[lane]); });
}

template <class D, class A, class B, D (*f)(A, B)> void binary(Warp &warp, const Instruction &instruction, u32 mask)
{
    const A *a = warp.row<A>(instruction.rows[1]);
    const B *b = warp.row<B>(instruction.rows[2]);
    each<D>(warp, instruction.rows[0], mask, [=](u32 lane) { return f(a[lane], b[lane]); });
}

template <class D, class A, class B, class C, D (*f)(A, B, C)>
void ternary(Warp &warp, const Instruction &instruction, u32 mask)
{
    const A *a = warp.row<A>(instruction.rows[1]);
    const B *b = warp.row<B>(instruction.rows[2]);
    const C *c = warp.row<C>(instruction.rows[3]);
    each<D>(warp, instruction.rows[0], mask, [=](u32 lane) { return f(a[lane], b[lane], c[lane]); });
}

template <class T, T (*f)(T)> void of_one(Operations &table, const std::string &name)
{
    table.add(name, letter<T>() + letter<T>(), unary<T, T, f>);
}

template <class T, T (*f)(T, T)> void of_two(Operations &table, const std::string &name)
{
    table.add(name, letter<T>() + letter<T>() + letter<T>(), binary<T, T, T, f>);
}

template <class T, T (*f)(T, T, T)> void of_three(Operations &table, const std::string &name)
{
    table.add(name, letter<T>() + letter<T>() + letter<T>() + letter<T>(), ternary<T, T, T, T, f>);
}
} // namespace standin
