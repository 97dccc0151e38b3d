package dev.lathe.backend.reference;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;

/** Normalisation loops. */
final class Norms {
    private Norms() {}

    static void batchNormalization(BatchNormalization op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void groupNormalization(GroupNormalization op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void instanceNormalization(InstanceNormalization op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void layerNormalization(LayerNormalization op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void lrn(Lrn op, Args args) {
        throw new UnsupportedOperationException();
    }
}
