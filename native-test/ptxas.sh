#!/bin/bash
# Assembles every module of kernels/ptx for several generations of devices: no spills, no stack, no more local memory than
# a group has.
#
#   native-test/ptxas.sh [sm_75 sm_90 ...]
set -euo pipefail
cd "$(dirname "$0")/.."

readonly LOGS=target/native-test/ptxas
readonly MOST_SHARED=49152

command -v ptxas >/dev/null || { echo "ptxas is not there; it is part of CUDA's toolkit" >&2; exit 2; }
rm -rf "$LOGS"
mkdir -p "$LOGS"
[ $# -gt 0 ] || set -- sm_75 sm_80 sm_90 sm_100
status=0
for arch; do
    find kernels/ptx -name '*.ptx' -print0 | xargs -0 -P "$(nproc)" -I{} sh -c \
        'ptxas -v -arch='"$arch"' -o /dev/null "{}" >"$0/$(basename "{}").'"$arch"'" 2>&1 || echo "fails: {}"' "$LOGS" \
        >"$LOGS/failed.$arch"
    awk -v most="$MOST_SHARED" '
        function complain(what) { print name ": " what ": " $0; wrong = 1 }
        FNR == 1 { name = FILENAME; sub(".*/", "", name); modules++ }
        /spill stores/ && $5 + $9 > 0 { complain("spills") }
        /stack frame/ && $1 > 0 { complain("stack") }
        / bytes smem/ { for (i = 1; i <= NF; i++) if ($(i + 1) == "bytes" && $(i + 2) ~ /smem/ && $i > most) complain("shared") }
        END { print modules " modules"; exit wrong }
    ' "$LOGS"/*.ptx."$arch" >"$LOGS/result.$arch" || status=1
    [ ! -s "$LOGS/failed.$arch" ] || status=1
    cat "$LOGS/failed.$arch"
    sed "s/^/ptxas $arch: /" "$LOGS/result.$arch"
done
exit $status
