package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A driver for one graph that fills its arena, the first memory a graph allocates, with a pattern, and knows which
 * parts of it are in use.
 */
final class GuardedDriver extends DisguisedDriver {
    /** Bytes to leave free behind every value. */
    static final int GUARD = 256;

    private static final byte PATTERN = 0x5b;

    private record Part(long offset, long bytes) {}

    private final List<Memory> arenas = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    GuardedDriver(GpuDriver driver) {
        super(driver, driver.traits());
    }

    @Override
    public Memory allocate(long bytes) {
        Memory memory = super.allocate(bytes);
        if (arenas.isEmpty()) {
            byte[] pattern = new byte[(int) bytes];
            Arrays.fill(pattern, PATTERN);
            super.upload(Tensor.of(DType.UINT8, Shape.of(pattern.length), pattern), memory);
            arenas.add(memory);
        }
        return memory;
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        parts.add(new Part(offset, bytes));
        return super.slice(whole, offset, bytes);
    }

    /** Asserts that nobody wrote behind a part of the arena. The graph is still open, and has one node. */
    void check() {
        finish();
        byte[] bytes = new byte[(int) arenas.get(0).bytes()];
        download(arenas.get(0), Tensor.of(DType.UINT8, Shape.of(bytes.length), bytes));
        for (Part part : parts) {
            long end = part.offset + part.bytes;
            for (long at = end; at < end + GUARD; at++) {
                assertThat(bytes[(int) at])
                        .as("byte %d, behind a buffer that ends at %d", at, end)
                        .isEqualTo(PATTERN);
            }
        }
    }
}
