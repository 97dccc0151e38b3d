package dev.lathe.backend.reference;

import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Pad;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;

/** Loops that only move elements. */
final class Moves {
    private Moves() {}

    /** Reshape and its like: the elements stay in order. */
    static void copy(Args args) {
        System.arraycopy(args.in(0).array(), 0, args.out(0).array(), 0, args.in(0).size());
    }

    static void concat(Concat op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void depthToSpace(DepthToSpace op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void expand(Expand op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void gather(Gather op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void gatherElements(GatherElements op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void pad(Pad op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void slice(Slice op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void spaceToDepth(SpaceToDepth op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void split(Split op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void tile(Tile op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void transpose(Transpose op, Args args) {
        throw new UnsupportedOperationException();
    }
}
