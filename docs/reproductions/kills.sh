#!/bin/sh
# Kills a training (kill -9) at random moments and lets it go on from its checkpoint each time. The file that it ends
# with has to be, byte for byte, that of the same training left alone.
#   kills.sh DATA [KILLS [SEED]]     DATA is the folder of MNIST; 10 kills and seed 1 where nothing is said
# Prints a line for each kill, and one for the result; exit status 0 if the files are the same.
set -eu

data=$1
kills=${2:-10}
seed=${3:-1}
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# exec: the process that is killed is the one that trains
train() {
    exec "$here/../../lathe" train lenet-300-100 --data "mnist:$data" --augment shift:1 --epochs 4 --seed "$seed" \
        --prune density:0.1 --prune-until 2 --device cpu --threads 1 --json "$@" >/dev/null 2>>"$work/log"
}

began=$(date +%s)
(train -o "$work/alone.lathe")
seconds=$(($(date +%s) - began))
echo "left alone: $seconds s"

set -- --checkpoint "$work/state" --checkpoint-every 10 -o "$work/killed.lathe"
killed=0
while [ "$killed" -lt "$kills" ]; do
    killed=$((killed + 1))
    # from 1 s, when the JVM has hardly begun, on; so that all together are not longer than the training
    delay=$(awk -v seed="$seed$killed" -v long="$seconds" -v kills="$kills" \
        'BEGIN { srand(seed); print 1 + rand() * (2 + long / kills) }')
    (train "$@") &
    process=$!
    sleep "$delay"
    kill -9 "$process" 2>/dev/null || true
    status=0
    wait "$process" 2>/dev/null || status=$?
    if [ "$status" -ne 137 ]; then
        echo "the training ended before kill $killed, with status $status" >&2
        exit 1
    fi
    if [ -e "$work/state" ]; then
        set -- --checkpoint "$work/state" --checkpoint-every 10 -o "$work/killed.lathe" --resume
        state="a checkpoint of $(wc -c <"$work/state" | tr -d ' ') bytes"
    else
        state="no checkpoint yet"
    fi
    echo "kill $killed after $delay s: $state"
done

(train "$@")
if cmp "$work/alone.lathe" "$work/killed.lathe"; then
    echo "killed $killed times: the same $(wc -c <"$work/alone.lathe" | tr -d ' ') bytes"
else
    echo "killed $killed times: another file" >&2
    exit 1
fi
