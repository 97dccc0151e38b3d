package dev.lathe.container;

import dev.lathe.compress.entropy.AdaptiveWeights;
import dev.lathe.compress.entropy.BitReader;
import dev.lathe.error.ModelException;
import java.lang.foreign.MemorySegment;

/** Takes a section apart. What is not there is refused before anything is made of it. */
final class PayloadReader {
    private static final int LONGEST_NUMBER = 5;

    private final byte[] bytes;
    private final int end;
    private int next;

    PayloadReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private PayloadReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.next = from;
        this.end = end;
    }

    int octet() {
        if (next == end) {
            throw new ModelException("a section ends early");
        }
        return bytes[next++] & 0xff;
    }

    /** As {@link PayloadWriter#number} wrote it; {@code what} names it in messages. */
    int number(String what) {
        long value = 0;
        for (int i = 0; i < LONGEST_NUMBER; i++) {
            int octet = octet();
            value |= (octet & 0x7fL) << (7 * i);
            if (octet < 0x80) {
                return within(value, 0, Integer.MAX_VALUE, what);
            }
        }
        throw new ModelException(what + " is a number of more than " + LONGEST_NUMBER + " bytes");
    }

    /** As {@link #number(String)}, refusing what lies outside {@code least} to {@code most}. */
    int number(String what, int least, int most) {
        return within(number(what), least, most, what);
    }

    /** As {@link PayloadWriter#integer} wrote it. */
    int integer() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= octet() << shift;
        }
        return value;
    }

    static int within(long value, int least, int most, String what) {
        if (value < least || value > most) {
            throw new ModelException(what + " is " + value + ", wanted " + least + " to " + most);
        }
        return (int) value;
    }

    int left() {
        return end - next;
    }

    /** The next {@code length} bytes as bits; {@code what} names them in messages. */
    BitReader bits(int length, String what) {
        return new BitReader(bytes, pass(length, what), length);
    }

    /** Everything that is left as adaptively coded symbols. */
    char[] symbols(AdaptiveWeights weights) {
        int length = left();
        return weights.decode(bytes, pass(length, "symbols"), length);
    }

    private int pass(int length, String what) {
        if (length > left()) {
            throw new ModelException(what + " take " + length + " bytes of a section that has " + left() + " left");
        }
        next += length;
        return next - length;
    }

    /** Fills {@code values}. */
    void floats(float[] values) {
        long wanted = (long) values.length * Float.BYTES;
        if (wanted > left()) {
            throw new ModelException("has " + left() + " bytes for " + values.length + " floats");
        }
        MemorySegment.copy(MemorySegment.ofArray(bytes), PayloadWriter.FLOAT, next, values, 0, values.length);
        next += (int) wanted;
    }

    /** Declares that all was read. */
    void finish() {
        if (left() > 0) {
            throw new ModelException("has " + left() + " bytes too many");
        }
    }
}
