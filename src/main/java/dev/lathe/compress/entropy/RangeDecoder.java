package dev.lathe.compress.entropy;

import dev.lathe.error.ModelException;

/** Reads what {@link RangeEncoder} wrote, with the same probabilities. */
final class RangeDecoder implements BinaryCoder {
    private final byte[] bytes;
    private final int end;
    private int next;
    /** How far the number lies above the interval's lower end. */
    private long offset;

    private long range = 1L << RangeEncoder.OPEN_BITS;

    RangeDecoder(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.next = from;
        this.end = from + length;
        for (int i = 0; i < RangeEncoder.OPEN_BITS / Byte.SIZE; i++) {
            shift();
        }
    }

    @Override
    public int code(AdaptiveBits bits, int kind, int bit) {
        long ones = (range >>> AdaptiveBits.PRECISION) * bits.probability(kind);
        int found;
        if (offset < ones) {
            range = ones;
            found = 1;
        } else {
            offset -= ones;
            range -= ones;
            found = 0;
        }
        bits.update(kind, found);
        while (range < 1L << RangeEncoder.LEAST_BITS) {
            range <<= Byte.SIZE;
            shift();
        }
        return found;
    }

    private void shift() {
        if (next == end) {
            throw new ModelException("adaptively coded weights end early");
        }
        offset = offset << Byte.SIZE | bytes[next++] & 0xff;
    }

    /** Refuses bytes that no bit needed. */
    void finish() {
        if (next < end) {
            throw new ModelException("adaptively coded weights are followed by " + (end - next) + " bytes");
        }
    }
}
