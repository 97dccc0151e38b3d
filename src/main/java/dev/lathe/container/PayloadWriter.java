package dev.lathe.container;

import dev.lathe.error.LimitException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Collects the bytes of a section. */
final class PayloadWriter {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void octet(int value) {
        out.write(value);
    }

    /**
     * A number that is not negative: seven bits a byte, the lowest first, the top bit set in all bytes but the last.
     */
    void number(int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** Bytes that {@link #number} takes. */
    static int sizeOf(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    void bytes(byte[] bytes) {
        bytes(bytes, bytes.length);
    }

    /** The first {@code length} of {@code bytes}. */
    void bytes(byte[] bytes, int length) {
        out.write(bytes, 0, length);
    }

    /** Four bytes. */
    void integer(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
    }

    /** Four bytes each. */
    void floats(float[] values) {
        if (values.length > MOST_BYTES / Float.BYTES) {
            throw new LimitException(values.length + " floats take more than a section's " + MOST_BYTES + " bytes");
        }
        byte[] bytes = new byte[values.length * Float.BYTES];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), FLOAT, 0, values.length);
        bytes(bytes);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
