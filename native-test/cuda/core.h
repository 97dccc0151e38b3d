// What every part of the stand-in shares: short names of numbers, and how it says no.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

namespace standin {
using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using i8 = int8_t;
using i16 = int16_t;
using i32 = int32_t;
using i64 = int64_t;

// Numbers of CUresult that are used by name.
enum Error {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    INVALID_PTX = 218,
    UNSUPPORTED_PTX_VERSION = 222,
    FILE_NOT_FOUND = 301,
    INVALID_HANDLE = 400,
    ILLEGAL_STATE = 401,
    NOT_FOUND = 500,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
    LAUNCH_OUT_OF_RESOURCES = 701,
    LAUNCH_TIMEOUT = 702,
    CONTEXT_IS_DESTROYED = 709,
    ILLEGAL_INSTRUCTION = 715,
    MISALIGNED_ADDRESS = 716,
    LAUNCH_FAILED = 719,
    NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900
};

// Thrown: a CUresult and the sentence that says why.
struct Refusal {
    int error;
    std::string sentence;
};

// A kernel's fault: it poisons the context.
struct Fault : Refusal {
    using Refusal::Refusal;
    Fault(int error, std::string sentence) : Refusal{error, std::move(sentence)} {}
};

std::string hex(u64 number);

template <class T> T load(const void *from)
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class T> void store(void *to, T value) { std::memcpy(to, &value, sizeof value); }

// An integer that the environment may set.
u64 environment(const char *name, u64 otherwise);
} // namespace standin
