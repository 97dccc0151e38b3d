package dev.lathe.container;

import dev.lathe.compress.entropy.BitReader;
import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.compress.entropy.HuffmanCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Floats by byte: plane 0 holds the lowest byte of each, plane 3 sign and exponent, which vary the least. In the file a
 * plane is {@link CodedSymbols}, or, if that is not smaller, the number 0 and the bytes as they are.
 *
 * @param count how many floats
 * @param codes of the four planes; empty where a plane is stored as it is
 */
record Planes(int count, List<Optional<CodedSymbols>> codes) {
    private static final int VALUES = 256;

    Planes {
        codes = List.copyOf(codes);
    }

    /** The best codes for {@code values}. */
    static Planes of(float[] values) {
        long[][] counts = new long[Float.BYTES][VALUES];
        for (float value : values) {
            int bits = Float.floatToRawIntBits(value);
            counts[0][bits & 0xff]++;
            counts[1][bits >>> 8 & 0xff]++;
            counts[2][bits >>> 16 & 0xff]++;
            counts[3][bits >>> 24]++;
        }
        List<Optional<CodedSymbols>> codes = new ArrayList<>();
        for (long[] plane : counts) {
            codes.add(Optional.of(CodedSymbols.of(plane)).filter(coded -> coded.totalBytes() < 1L + values.length));
        }
        return new Planes(values.length, codes);
    }

    long totalBytes() {
        return codes.stream()
                .mapToLong(plane -> plane.map(CodedSymbols::totalBytes).orElse(1L + count))
                .sum();
    }

    void write(float[] values, PayloadWriter to) {
        for (int plane = 0; plane < Float.BYTES; plane++) {
            int shift = plane * Byte.SIZE;
            Optional<CodedSymbols> coded = codes.get(plane);
            if (coded.isPresent()) {
                BitWriter text = coded.get().begin();
                HuffmanCode code = coded.get().code();
                for (int i = 0; i < count; i++) {
                    code.write(Float.floatToRawIntBits(values[i]) >>> shift & 0xff, text);
                }
                CodedSymbols.end(text, to);
            } else {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (Float.floatToRawIntBits(values[i]) >>> shift);
                }
                to.number(0);
                to.bytes(bytes);
            }
        }
    }

    /** Fills {@code values} from index {@code first} on, where they are +0, from what {@link #write} wrote. */
    static void read(PayloadReader from, float[] values, int first) {
        for (int plane = 0; plane < Float.BYTES; plane++) {
            int length = from.number("the length of a plane");
            if (length == 0) {
                readRaw(from, plane * Byte.SIZE, values, first);
            } else {
                CodedSymbols.Text text = CodedSymbols.read(VALUES, length, from, "bytes of a plane");
                readCoded(text, plane * Byte.SIZE, values, first);
            }
        }
    }

    private static void readRaw(PayloadReader from, int shift, float[] values, int first) {
        BitReader bits = from.bits(values.length - first, "bytes of a plane");
        for (int i = first; i < values.length; i++) {
            values[i] = with(values[i], bits.read(Byte.SIZE) << shift);
        }
    }

    private static void readCoded(CodedSymbols.Text text, int shift, float[] values, int first) {
        for (int i = first; i < values.length; i++) {
            values[i] = with(values[i], text.next() << shift);
        }
        text.finish();
    }

    private static float with(float value, int bits) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) | bits);
    }
}
