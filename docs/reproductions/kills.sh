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
    exec "$here/../../lathe" train lenet-300-100 --data "mnist:$data" --limit 30000 --augment shift:1 --epochs 3 \
        --prune density:0.1 --prune-until 2 --seed "$seed" --device cpu --threads 1 --json "$@" \
        >/dev/null 2>>"$work/log"
}

wait_for_checkpoint() {
    tries=0
    until [ -n "$(find "$work" -name state -newer "$work/began")" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 600 ]; then
            echo "no checkpoint within five minutes:" >&2
            cat "$work/log" >&2
            exit 1
        fi
        sleep 0.5
    done
}

began=$(date +%s)
(train -o "$work/alone.lathe")
seconds=$(($(date +%s) - began))
echo "left alone: $seconds s"

set -- --checkpoint "$work/state" --checkpoint-every 10 -o "$work/killed.lathe"
killed=0
while [ "$killed" -lt "$kills" ]; do
    killed=$((killed + 1))
    # behind the first checkpoint that this process writes, so that each gets further than the one before
    delay=$(awk -v seed="$seed$killed" -v long="$seconds" -v kills="$kills" \
        'BEGIN { srand(seed); printf "%.2f", rand() * long / kills }')
    touch "$work/began"
    (train "$@") &
    process=$!
    wait_for_checkpoint
    sleep "$delay"
    kill -9 "$process" 2>/dev/null || true
    status=0
    wait "$process" 2>/dev/null || status=$?
    if [ "$status" -ne 137 ]; then
        echo "the training ended before kill $killed, with status $status" >&2
        exit 1
    fi
    set -- --checkpoint "$work/state" --checkpoint-every 10 -o "$work/killed.lathe" --resume
    echo "kill $killed: $delay s after its first checkpoint"
done

(train "$@")
if cmp "$work/alone.lathe" "$work/killed.lathe"; then
    echo "killed $killed times: the same $(wc -c <"$work/alone.lathe" | tr -d ' ') bytes"
else
    echo "killed $killed times: another file" >&2
    exit 1
fi
