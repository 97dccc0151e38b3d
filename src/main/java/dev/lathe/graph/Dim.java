package dev.lathe.graph;

import org.jspecify.annotations.Nullable;

/**
 * One declared extent of a graph's input or output: a number, or free with an optional symbol such as {@code batch}.
 */
public record Dim(int extent, @Nullable String symbol) {
    /** Extent of a free dimension. */
    public static final int FREE = -1;

    public static Dim of(int extent) {
        return new Dim(extent, null);
    }

    public static Dim free(@Nullable String symbol) {
        return new Dim(FREE, symbol);
    }

    public boolean isFree() {
        return extent == FREE;
    }
}
