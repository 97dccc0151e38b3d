#!/bin/bash
# Runs every case of every operator on the kernels' text, twice: as C under sanitizers, and on Oclgrind.
#
#   native-test/run.sh [asan|oclgrind|all] [FIRST/STEP]
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
    mvn -B -ntp -q test -Dtest=KernelScriptsTest
    rm -rf "$CANARIES" "$BUILD"
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

readonly WHICH=${1:-all} SLICE=${2:-0/1}
status=0
need mvn maven
need "$CXX" g++
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
