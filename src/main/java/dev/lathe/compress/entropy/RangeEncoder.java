package dev.lathe.compress.entropy;

import java.io.ByteArrayOutputStream;

/**
 * Writes a number between 0 and 1 that lies in the interval which the bits cut out, each bit the part that is its
 * probability (Martin, "Range encoding", 1979), byte by byte from the highest on.
 */
final class RangeEncoder implements BinaryCoder {
    /** Bits of the interval that are still open. */
    static final int OPEN_BITS = 40;

    /** An interval of fewer open bits than these is widened by a byte. */
    static final int LEAST_BITS = OPEN_BITS - Byte.SIZE;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long low;
    private long range = 1L << OPEN_BITS;
    /** The last byte that may still grow by one, and how many 0xff after it would then become 0; none at first. */
    private int last = -1;

    private int pending;

    @Override
    public int code(AdaptiveBits bits, int kind, int bit) {
        long ones = (range >>> AdaptiveBits.PRECISION) * bits.probability(kind);
        if (bit == 0) {
            low += ones;
            range -= ones;
        } else {
            range = ones;
        }
        bits.update(kind, bit);
        while (range < 1L << LEAST_BITS) {
            range <<= Byte.SIZE;
            shift();
        }
        return bit;
    }

    private void shift() {
        long carry = low >>> OPEN_BITS;
        int top = (int) (low >>> LEAST_BITS) & 0xff;
        low = low << Byte.SIZE & ((1L << OPEN_BITS) - 1);
        if (carry == 0 && top == 0xff) {
            pending++;
            return;
        }
        if (last >= 0) {
            out.write(last + (int) carry);
        }
        for (; pending > 0; pending--) {
            out.write(0xff + (int) carry);
        }
        last = top;
    }

    /** All bytes; nothing can be coded afterwards. */
    byte[] toBytes() {
        for (int i = 0; i <= OPEN_BITS / Byte.SIZE; i++) {
            shift();
        }
        return out.toByteArray();
    }
}
