#!/bin/sh
# LeNet-5 by the steps of Deep Compression (Han et al. 2016): trained, pruned by distillation from itself, values shared
# and trained, coded. Parts of the training images are kept apart and choose the epoch; the test images are read at the
# very end.
#   lenet5.sh DATA FOLDER [SEED [DENSITY]]     DATA is the folder of MNIST, FOLDER gets networks and logs
set -eu

images="--data mnist:$1 --mean 0.1307 --std 0.3081 --device cpu --threads 1"
folder=$2
seed=${3:-1}
density=${4:-0.055}
lathe=$(cd "$(dirname "$0")/../.." && pwd -P)/lathe
mkdir -p "$folder"

# one step: the name of its log, and the words of the command
step() {
    log=$folder/$1.json
    shift
    "$lathe" "$@" --json >"$log"
}

learn="$images --augment shift:1 --seed $seed"

# shellcheck disable=SC2086  # options are lists of words
{
    step train train lenet5 $learn --epochs 12 --rate 0.01 -o "$folder/trained.onnx"
    step prune finetune "$folder/trained.onnx" --teacher "$folder/trained.onnx" $learn --prune "global:$density" \
        --epochs 12 --prune-until 8 --optimiser nesterov --rate 0.01 -o "$folder/pruned.lathe"
    step share compress "$folder/pruned.lathe" --bits 5,4 -o "$folder/shared.lathe"
    step tune finetune "$folder/shared.lathe" --teacher "$folder/trained.onnx" $learn --epochs 2 --optimiser adam \
        --rate 0.0003 -o "$folder/tuned.lathe"
    step code compress "$folder/tuned.lathe" --bits 5,4,5 --coder adaptive -o "$folder/small.lathe"
    step before eval "$folder/trained.onnx" $images
    step after eval "$folder/small.lathe" $images
}
wc -c "$folder/small.lathe"
