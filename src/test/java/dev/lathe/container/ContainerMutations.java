package dev.lathe.container;

import dev.lathe.container.Parts.Part;
import dev.lathe.error.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damaged and hostile copies of good containers; the same seed gives the same ones. */
final class ContainerMutations {
    private static final int MOST_STEPS = 2;
    private static final int GRAPH = 1;

    private final List<byte[]> seeds;
    private final Random random;

    ContainerMutations(List<byte[]> seeds, long seed) {
        this.seeds = List.copyOf(seeds);
        this.random = new Random(seed);
    }

    /** The next one; most have checksums that are right, so that the damage gets as far as it can. */
    byte[] next() {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        if (random.nextInt(8) == 0) {
            return damaged(seed);
        }
        Parts parts = Parts.of(seed);
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps && parts.parts().size() > 1; i++) {
            // The last one, which only ends the file, seldom.
            int index = random.nextInt(parts.parts().size() - (random.nextInt(8) == 0 ? 0 : 1));
            Part part = parts.parts().get(index);
            parts = switch (random.nextInt(24)) {
                case 0 -> parts.without(index);
                case 1 -> parts.plus(index, anyPart());
                case 2 -> parts.with(index, anyPart());
                case 3 -> parts.with(index, new Part(random.nextInt(4), part.payload()));
                case 4, 5, 6, 7, 8 ->
                    parts.with(index, part.kind() == GRAPH ? otherGraph(part) : part.with(damaged(part.payload())));
                default -> parts.with(index, part.with(damaged(part.payload())));
            };
        }
        return parts.joined();
    }

    private Part anyPart() {
        List<Part> parts = Parts.of(seeds.get(random.nextInt(seeds.size()))).parts();
        return parts.get(random.nextInt(parts.size()));
    }

    /** Damage to the ONNX model inside. */
    private Part otherGraph(Part part) {
        try {
            return part.with(GraphPayload.write(damaged(GraphPayload.read(part.payload()))));
        } catch (ModelException e) {
            // it is damaged already
            return part;
        }
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        byte[] other = bytes.clone();
        int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 16 : bytes.length));
        switch (random.nextInt(6)) {
            case 0, 1 -> other[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> other[at] = (byte) random.nextInt();
            case 3 -> other = replaced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), new byte[0]);
            case 4 -> other = replaced(bytes, at, at + 1, hugeNumber());
            default -> {
                byte[] from = anyPart().payload();
                int start = random.nextInt(from.length + 1);
                byte[] piece = Arrays.copyOfRange(from, start, Math.min(from.length, start + random.nextInt(64)));
                other = replaced(bytes, at, at + random.nextInt(bytes.length - at), piece);
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(other, random.nextInt(other.length + 1)) : other;
    }

    /** A number near the end of some range where a count, a length or an extent may stand. */
    private byte[] hugeNumber() {
        int[] numbers = {Integer.MAX_VALUE, 1 << 30, 1 << 28, 1 << 24, 1 << 16, 0xffff, 0};
        PayloadWriter number = new PayloadWriter();
        number.number(numbers[random.nextInt(numbers.length)]);
        return number.toBytes();
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
