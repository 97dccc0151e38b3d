package dev.lathe.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damaged and hostile copies of good files; the same seed gives the same ones. */
final class Mutations {
    private static final int MOST_STEPS = 4;

    private final List<byte[]> seeds;
    private final Random random;

    Mutations(List<byte[]> seeds, long seed) {
        this.seeds = List.copyOf(seeds);
        this.random = new Random(seed);
    }

    /** The next one. */
    byte[] next() {
        if (random.nextInt(4) > 0) {
            return FieldMutations.of(any(), any(), random);
        }
        byte[] bytes = any().clone();
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps && bytes.length > 1; i++) {
            bytes = switch (random.nextInt(7)) {
                case 0, 1 -> flipBit(bytes);
                case 2 -> setByte(bytes);
                case 3 -> cut(bytes);
                case 4 -> splice(bytes);
                case 5 -> insertHugeNumber(bytes);
                default -> swapPieces(bytes);
            };
        }
        return bytes;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] flipBit(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    /** A byte with another of the file: small ones are tags, types and lengths. */
    private byte[] setByte(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
        return bytes;
    }

    /** The file without its end, or without a piece in the middle. */
    private byte[] cut(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = random.nextBoolean() ? bytes.length : Math.min(bytes.length, from + 1 + random.nextInt(16));
        return replace(bytes, from, to, new byte[0]);
    }

    /** A piece of another file put in. */
    private byte[] splice(byte[] bytes) {
        byte[] other = any();
        int from = random.nextInt(other.length);
        byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + 1 + random.nextInt(64)));
        int at = random.nextInt(bytes.length);
        return replace(bytes, at, at + random.nextInt(bytes.length - at), piece);
    }

    /** A number near the end of some range where a length, an extent or an attribute may stand. */
    private byte[] insertHugeNumber(byte[] bytes) {
        long[] numbers = {-1, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 28};
        long rest = numbers[random.nextInt(numbers.length)];
        byte[] number = new byte[10];
        int length = 0;
        do {
            number[length++] = (byte) (rest & 0x7f | (rest >>> 7 != 0 ? 0x80 : 0));
            rest >>>= 7;
        } while (rest != 0);
        int at = random.nextInt(bytes.length);
        return replace(bytes, at, at + 1, Arrays.copyOf(number, length));
    }

    /** Two pieces of equal length exchanged: names become those of others. */
    private byte[] swapPieces(byte[] bytes) {
        int length = Math.min(1 + random.nextInt(8), bytes.length / 2);
        int a = random.nextInt(bytes.length - length + 1);
        int b = random.nextInt(bytes.length - length + 1);
        byte[] first = Arrays.copyOfRange(bytes, a, a + length);
        byte[] second = Arrays.copyOfRange(bytes, b, b + length);
        System.arraycopy(second, 0, bytes, a, length);
        System.arraycopy(first, 0, bytes, b, length);
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
