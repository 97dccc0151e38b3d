package dev.lathe.backend.reference;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.QLinearConv;

/** Convolution loops: direct sums, nothing clever. */
final class Convolutions {
    private Convolutions() {}

    static void conv(Conv op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void convInteger(ConvInteger op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void convTranspose(ConvTranspose op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void qLinearConv(QLinearConv op, Args args) {
        throw new UnsupportedOperationException();
    }
}
