// Work-items on the host: their numbers, their barriers, and how a script's arguments become a kernel's.
#pragma once

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <functional>
#include <string>
#include <tuple>
#include <vector>

#define __kernel static
#define __global
#define __constant const
#define restrict __restrict
#define DEVICE static inline
#define STRUCT_OF_INTS
#define GROUP_OF(x, y, z)
#define UNROLL
#define ROLLED
// One section for all local memory, so that it can be made garbage before each group.
#define __local static __attribute__((section("local_memory")))
#define BARRIER() wait_for_group()

typedef unsigned char uchar;

// Of half turns; C has none.
static inline float sinpi(float x)
{
    return (float)sin(M_PI * x);
}

static inline float cospi(float x)
{
    return (float)cos(M_PI * x);
}

// Four floats that move as one. They may lie where floats are, but not anywhere.
struct __attribute__((aligned(16), may_alias)) float4 {
    float x, y, z, w;
};
static_assert(sizeof(long) == 8 && (char)-1 < 0, "types of elements are OpenCL's");

struct Grid {
    size_t items[3];
    size_t group[3];
};

size_t get_global_id(unsigned axis);
size_t get_local_id(unsigned axis);
size_t get_group_id(unsigned axis);
size_t get_global_size(unsigned axis);
size_t get_local_size(unsigned axis);
size_t get_num_groups(unsigned axis);
void wait_for_group();

// Runs `item` once for each work-item, group by group.
void run_items(const Grid &grid, bool has_barriers, const std::function<void()> &item);

// An argument as the script has it: memory, or numbers passed by value.
struct Argument {
    void *memory;
    std::vector<int32_t> words;
};

using Arguments = std::vector<Argument>;

// A kernel that takes its arguments from a script.
struct Kernel {
    std::function<void(const Arguments &)> run;
    bool has_barriers = false;
};

void add_kernel(int program, Kernel kernel);

// Stops this process: what the script or the kernel asks for cannot be.
[[noreturn]] void fail(const std::string &message);

template <class T> T value_of(const Argument &argument)
{
    T value;
    if constexpr (std::is_pointer_v<T>) {
        if (argument.memory == nullptr) {
            fail("a number is passed for a buffer");
        }
        value = (T)argument.memory;
    } else {
        if (argument.memory != nullptr || argument.words.size() * sizeof(int32_t) != sizeof value) {
            fail("an argument that is no buffer has the wrong size");
        }
        memcpy(&value, argument.words.data(), sizeof value);
    }
    return value;
}

template <class F> struct Registration;

// Makes known which function is the program of that number.
template <class... A> struct Registration<void(A...)> {
    Registration(int program, void (*function)(A...), bool has_barriers)
    {
        add_kernel(program, {[function](const Arguments &arguments) {
                                 call(function, arguments, std::index_sequence_for<A...>());
                             },
                             has_barriers});
    }

    template <size_t... I>
    static void call(void (*function)(A...), const Arguments &arguments, std::index_sequence<I...>)
    {
        if (arguments.size() != sizeof...(A)) {
            fail("the kernel has another number of arguments than its launch");
        }
        function(value_of<A>(arguments[I])...);
    }
};
