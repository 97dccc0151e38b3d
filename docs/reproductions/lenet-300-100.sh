#!/bin/sh
# LeNet-300-100 by the steps of Deep Compression (Han et al. 2016): trained, pruned by distillation from itself, values
# shared and trained, coded. Parts of the training images are kept apart and choose the epoch; the test images are read
# at the very end.
#   lenet-300-100.sh DATA FOLDER [SEED [DENSITY]]     DATA is the folder of MNIST, FOLDER gets networks and logs
set -eu

data=mnist:$1
folder=$2
seed=${3:-1}
density=${4:-0.02}
lathe=$(cd "$(dirname "$0")/../.." && pwd -P)/lathe
mkdir -p "$folder"

# one step: the name of its log, and the words of the command
step() {
    log=$folder/$1.json
    shift
    "$lathe" "$@" --json >"$log"
}

learn="--data $data --augment shift:1 --seed $seed --device cpu --threads 1"

# shellcheck disable=SC2086  # options are lists of words
{
    step train train lenet-300-100 $learn --epochs 30 --optimiser nesterov --rate 0.05 -o "$folder/trained.onnx"
    step prune finetune "$folder/trained.onnx" --teacher "$folder/trained.onnx" $learn --prune "global:$density" \
        --epochs 20 --prune-until 13 --optimiser nesterov --rate 0.05 -o "$folder/pruned.lathe"
    step share compress "$folder/pruned.lathe" --bits 4 -o "$folder/shared.lathe"
    step tune finetune "$folder/shared.lathe" --teacher "$folder/trained.onnx" $learn --epochs 4 --optimiser adam \
        --rate 0.0003 -o "$folder/tuned.lathe"
    step code compress "$folder/tuned.lathe" --bits 4,4,4 --coder adaptive -o "$folder/small.lathe"
}
step before eval "$folder/trained.onnx" --data "$data" --device cpu --threads 1
step after eval "$folder/small.lathe" --data "$data" --device cpu --threads 1
wc -c "$folder/small.lathe"
