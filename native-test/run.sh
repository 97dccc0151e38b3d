#!/bin/bash
# Runs every case of every operator on the kernels' text, twice: as C under sanitizers, and on Oclgrind. Tests the
# stand-in for the CUDA driver.
#
#   native-test/run.sh [asan|oclgrind|standin|all] [FIRST/STEP]
#
# FIRST/STEP runs each STEP-th case, from number FIRST on.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly SCRIPTS=target/kernel-scripts
readonly CANARIES=target/kernel-canaries
readonly BUILD=target/native-test
readonly CXX=${CXX:-g++}
# no contraction: the only fused products are those that say MAD or fma
readonly FLAGS=(-std=c++17 -O1 -g -ffp-contract=off)
readonly SANITIZERS=(-fsanitize=address,undefined,float-cast-overflow -fsanitize-sections=local_memory
    -fno-sanitize-recover=all)

need() {
    command -v "$1" >/dev/null || { echo "$1 is not there; Debian has it as: apt-get install $2" >&2; exit 2; }
}

write_scripts() {
    rm -rf "$SCRIPTS"
    mkdir -p "$BUILD"
    mvn -B -ntp -q test -Dtest=KernelScriptsTest
    rm -rf "$CANARIES"
    find "$BUILD" -mindepth 1 -maxdepth 1 ! -name cuda -exec rm -rf {} +
    mkdir -p "$CANARIES" "$BUILD"
    cp -r native-test/canaries/. "$CANARIES"
    # what canaries are given and what they ought to give
    head -c 64 /dev/zero >"$CANARIES/data.bin"
}

# Compiles the folder of scripts $1 into the program $2.
build_host() {
    mkdir -p "$2.o"
    local sources=("$1"/host/*.cpp native-test/{items,script,replay_host}.cpp)
    printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} sh -c \
        '"$@" -w -Wno-psabi -c -o "$0/$(basename {}).o" {}' "$2.o" \
        "$CXX" "${FLAGS[@]}" "${SANITIZERS[@]}" -I native-test -I "$1"
    "$CXX" "${SANITIZERS[@]}" -ldl -o "$2" "$2.o"/*.o
}

# Both: run what is in folder $1, as $2 says, write the log $3, and fail if anything is wrong.
run_asan() {
    local program=$BUILD/replay_host
    [ "$1" = "$CANARIES" ] && program=$BUILD/replay_canaries
    UBSAN_OPTIONS=print_stacktrace=1 "$program" "$1" "$2" >"$3" 2>&1
}

run_oclgrind() {
    oclgrind --max-errors 1000000 --data-races --uninitialized "$BUILD/replay_opencl" "$1" "$2" >"$3" 2>&1 &&
        # Oclgrind says what it finds, and goes on
        ! grep -qvE '^(case |[0-9]+ cases ran, 0 failed)' "$3"
}

# A checker that misses planted faults, or sees one where there is none, is no checker.
check_canaries() {
    local wrong=0 checked=0 name asan oclgrind
    while IFS=$'\t' read -r name asan oclgrind; do
        local expected=${!1} log="$BUILD/canary-$1-$name.log" clean=yes
        "run_$1" "$CANARIES" "$name" "$log" || clean=no
        if [ $clean != "$([ "$expected" = "0 failed" ] && echo yes || echo no)" ] || ! grep -q "$expected" "$log"; then
            echo "canary $name: $1 should say \"$expected\", see $log" >&2
            wrong=1
        fi
        checked=$((checked + 1))
    done <native-test/canaries/expected.tsv
    [ $wrong = 0 ] && [ $checked -gt 0 ]
}

check() {
    local log=$BUILD/$1.log
    check_canaries "$1" || return 1
    if "run_$1" "$SCRIPTS" "$2" "$log"; then
        echo "$1: $(tail -n 1 "$log")"
    else
        grep -v '^case ' "$log" | head -n 100
        echo "$1 found something, see $log" >&2
        return 1
    fi
}

readonly CUDA=$BUILD/cuda

# Builds the stand-in and the tests of it.
build_standin() {
    need make make
    make -s -C native-test/cuda -j "$(nproc)" CXX="$CXX" OUT="$PWD/$CUDA"
    local test=native-test/cuda/test name
    for name in instructions kernels driver canaries; do
        local sources=("$test/$name.cpp")
        [ $name = instructions ] && sources+=("$test"/*_cases.cpp)
        "$CXX" -std=c++17 -O1 -fno-strict-aliasing -o "$CUDA/$name" "${sources[@]}" "$CUDA/libcuda.so.1" -lpthread \
            -Wl,-rpath,"$PWD/$CUDA"
    done
}

# Tests it on the PTX in the folder $1, for kernels and driver, and $2, for canaries.
test_standin() {
    local wrong=0 name expected log
    "$CUDA/kernels" "$1/kernels.ptx" || wrong=1
    "$CUDA/driver" "$1/driver.ptx" || wrong=1
    STANDIN_NO_DEVICE=1 "$CUDA/driver" "$1/driver.ptx" || wrong=1
    STANDIN_DRIVER_VERSION=12040 "$CUDA/driver" "$1/driver.ptx" || wrong=1
    while IFS=$'\t' read -r name expected; do
        log=$CUDA/canary-$name.log
        STANDIN_STEPS=1000000 "$CUDA/canaries" "$2/canaries.ptx" "$name" >"$log" 2>&1 || true
        if ! grep -q "$expected" "$log"; then
            echo "canary $name: the stand-in should say \"$expected\", see $log" >&2
            wrong=1
        fi
    done <native-test/cuda/canaries/expected.tsv
    [ $wrong = 0 ]
}

# On the PTX that is committed, and on what the compiler makes now if there is one.
check_standin() {
    local wrong=0 source
    "$CUDA/instructions" "$CUDA/instructions.ptx" || wrong=1
    test_standin native-test/cuda/test native-test/cuda/canaries || wrong=1
    if command -v nvcc >/dev/null; then
        for source in native-test/cuda/{test,canaries}/*.cu; do
            nvcc --ptx -arch=compute_75 -o "$CUDA/$(basename "$source" .cu).ptx" "$source"
        done
        test_standin "$CUDA" "$CUDA" || wrong=1
    fi
    if command -v ptxas >/dev/null; then
        ptxas -arch=sm_75 -o /dev/null "$CUDA/instructions.ptx" || wrong=1
    fi
    [ $wrong = 0 ] && echo "standin: all checks held"
}

readonly WHICH=${1:-all} SLICE=${2:-0/1}
status=0
need "$CXX" g++
if [ "$WHICH" = standin ] || [ "$WHICH" = all ]; then
    build_standin
    check_standin || status=1
fi
[ "$WHICH" = standin ] && exit $status
need mvn maven
[ "$WHICH" = asan ] || need oclgrind "oclgrind opencl-headers ocl-icd-opencl-dev"
write_scripts
if [ "$WHICH" != oclgrind ]; then
    build_host "$SCRIPTS" "$BUILD/replay_host"
    build_host "$CANARIES" "$BUILD/replay_canaries"
    check asan "$SLICE" || status=1
fi
if [ "$WHICH" != asan ]; then
    "$CXX" "${FLAGS[@]}" -o "$BUILD/replay_opencl" native-test/{script,replay_opencl}.cpp -lOpenCL
    check oclgrind "$SLICE" || status=1
fi
exit $status
