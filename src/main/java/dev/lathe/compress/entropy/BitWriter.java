package dev.lathe.compress.entropy;

import dev.lathe.error.LimitException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Packs bits into bytes, the lowest bit of each byte first. One thread at a time. */
public final class BitWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    private byte[] bytes = new byte[64];
    private int size;
    private long pending;
    private int pendingBits;

    /** Appends the lowest {@code count} bits of {@code bits}, 0 to 32; the bits above them must be zero. */
    public void write(long bits, int count) {
        pending |= bits << pendingBits;
        pendingBits += count;
        if (pendingBits >= Integer.SIZE) {
            reserve(Integer.BYTES);
            INT.set(bytes, size, (int) pending);
            size += Integer.BYTES;
            pending >>>= Integer.SIZE;
            pendingBits -= Integer.SIZE;
        }
    }

    /**
     * Appends {@code number}, at least 1, in Elias' gamma code: as many zeros as there are bits below its highest one,
     * a one, and those bits.
     */
    public void writeGamma(int number) {
        int below = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
        write(0, below);
        write(1, 1);
        write(number - (1L << below), below);
    }

    /** Fills the last byte with zeros. */
    public void align() {
        reserve(Integer.BYTES);
        while (pendingBits > 0) {
            bytes[size++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
        pendingBits = 0;
    }

    /** Number of bits so far. */
    public long bits() {
        return (long) size * Byte.SIZE + pendingBits;
    }

    /** A copy of what was written, {@linkplain #align aligned}. */
    public byte[] toBytes() {
        align();
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (more > MOST_BYTES - size) {
            throw new LimitException("coded weights of one tensor take more than " + MOST_BYTES + " bytes");
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(size + more, 2L * bytes.length)));
        }
    }
}
