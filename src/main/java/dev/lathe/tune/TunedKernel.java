package dev.lathe.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kernels with defines that only decide speed. Which values a kernel takes is said in its header. */
public enum TunedKernel {
    CONV_STRIPS("FILTERS", "VECTORS", "BAND"),
    CONV_TILED("GROUP_M", "GROUP_N", "THREAD_M", "THREAD_N", "TILE_K"),
    WINOGRAD("TILE_OUT");

    private final List<String> defines;

    TunedKernel(String... defines) {
        this.defines = List.of(defines);
    }

    /** The kernel whose {@link #entry} is {@code entry}. */
    public static Optional<TunedKernel> of(String entry) {
        return Arrays.stream(values()).filter(k -> k.entry().equals(entry)).findFirst();
    }

    /** What {@link Tuning} and the files of the database call it: {@code conv_strips}. */
    public String entry() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names of the defines, in the order of the file's columns. */
    public List<String> defines() {
        return defines;
    }
}
