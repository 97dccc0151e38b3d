package dev.lathe.compress.entropy;

import dev.lathe.error.ModelException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** Takes apart what {@link BitWriter} packed. One thread at a time. */
public final class BitReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int next;
    private long ahead;
    private int aheadBits;

    /** Reads {@code length} bytes from {@code from} on; the array is not copied. */
    public BitReader(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        this.bytes = bytes;
        this.next = from;
        this.end = from + length;
    }

    /** The next {@code count} bits, 0 to 32, which stay to be read; there are zeros after the end. */
    public int peek(int count) {
        if (aheadBits < count) {
            refill();
        }
        return (int) (ahead & ((1L << count) - 1));
    }

    /**
     * Passes over {@code count} bits, 0 to 32.
     *
     * @throws ModelException if there are fewer
     */
    public void skip(int count) {
        if (aheadBits < count) {
            refill();
            if (aheadBits < count) {
                throw new ModelException("coded weights end early");
            }
        }
        ahead >>>= count;
        aheadBits -= count;
    }

    /**
     * The next {@code count} bits, 0 to 32.
     *
     * @throws ModelException if there are fewer
     */
    public int read(int count) {
        int bits = peek(count);
        skip(count);
        return bits;
    }

    /**
     * A number in the code of {@link BitWriter#writeGamma}.
     *
     * @throws ModelException if it exceeds 2<sup>31</sup>-1
     */
    public int readGamma() {
        int below = 0;
        while (read(1) == 0) {
            below++;
            if (below == Integer.SIZE - 1) {
                throw new ModelException("a number in the coded weights is beyond 2^31");
            }
        }
        return (1 << below) + read(below);
    }

    /**
     * Passes over the rest of the byte.
     *
     * @throws ModelException if it holds ones
     */
    public void align() {
        if (read(aheadBits & 7) != 0) {
            throw new ModelException("coded weights are followed by bits that mean nothing");
        }
    }

    /**
     * Declares that all was read.
     *
     * @throws ModelException if more than the zeros of the last byte is left
     */
    public void finish() {
        align();
        if (aheadBits > 0 || next < end) {
            throw new ModelException("coded weights are followed by " + (end - next + aheadBits / Byte.SIZE)
                    + " bytes that mean nothing");
        }
    }

    private void refill() {
        if (end - next >= Long.BYTES) {
            // Bits above aheadBits are those that the next refill brings again, so that they may be there already.
            ahead |= (long) LONG.get(bytes, next) << aheadBits;
            int more = (Long.SIZE - 1 - aheadBits) >>> 3;
            next += more;
            aheadBits += more << 3;
            return;
        }
        while (next < end && aheadBits <= Long.SIZE - Byte.SIZE) {
            ahead |= (bytes[next++] & 0xffL) << aheadBits;
            aheadBits += Byte.SIZE;
        }
    }
}
