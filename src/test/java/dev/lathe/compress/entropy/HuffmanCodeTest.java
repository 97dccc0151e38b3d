package dev.lathe.compress.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ModelException;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HuffmanCodeTest {
    /** Bits of Huffman's own construction: every merge costs its weight. */
    private static long unlimitedBits(long... counts) {
        PriorityQueue<Long> trees = new PriorityQueue<>();
        LongStream.of(counts).filter(count -> count > 0).forEach(trees::add);
        long bits = 0;
        while (trees.size() > 1) {
            long merged = trees.remove() + trees.remove();
            bits += merged;
            trees.add(merged);
        }
        return bits;
    }

    /** The fewest bits of any prefix code of so many symbols left, which may use {@code room} of 2^limit patterns. */
    private static long limitedBits(long[] counts, int from, int limit, int room) {
        if (from == counts.length) {
            return 0;
        }
        long best = Long.MAX_VALUE / 2;
        for (int length = 1; length <= limit; length++) {
            int patterns = 1 << (limit - length);
            if (patterns <= room) {
                long rest = limitedBits(counts, from + 1, limit, room - patterns);
                best = Math.min(best, counts[from] * length + rest);
            }
        }
        return best;
    }

    private static byte[] text(HuffmanCode code, int... symbols) {
        BitWriter writer = new BitWriter();
        code.writeTable(writer);
        writer.align();
        Arrays.stream(symbols).forEach(symbol -> code.write(symbol, writer));
        return writer.toBytes();
    }

    private static int[] symbols(byte[] text, int alphabet, int count) {
        BitReader reader = new BitReader(text, 0, text.length);
        HuffmanCode code = HuffmanCode.readTable(alphabet, reader);
        reader.align();
        HuffmanDecoder decoder = new HuffmanDecoder(code);
        int[] symbols = new int[count];
        Arrays.setAll(symbols, _ -> decoder.read(reader));
        reader.finish();
        return symbols;
    }

    @Test
    void theTextbookExampleTakes224Bits() {
        long[] counts = {45, 13, 12, 16, 9, 5};
        HuffmanCode code = HuffmanCode.of(counts);
        assertThat(code.bits(counts)).isEqualTo(224);
        assertThat(code.lengths()).containsExactly(1, 3, 3, 3, 4, 4);
        // Canonical: 0, 100, 101, 110, 1110, 1111, the first bit lowest.
        assertThat(text(code, 5, 1)).endsWith(0b001_1111);
    }

    @Test
    void noCodeIsShorter() {
        Random random = new Random(3);
        for (int n : new int[] {2, 3, 7, 13, 256, 257, 1000}) {
            long[] counts = new long[n];
            Arrays.setAll(counts, _ -> random.nextInt(4) == 0 ? 0 : 1 + (long) Math.exp(12 * random.nextDouble()));
            counts[n - 1] = 5;
            counts[0] = 2;
            assertThat(HuffmanCode.of(counts).bits(counts)).as("%d symbols", n).isEqualTo(unlimitedBits(counts));
        }
    }

    @Test
    void withinALimitNoCodeIsShorterEither() {
        long[] fibonacci = {1, 1, 2, 3, 5, 8, 13};
        for (int limit = 3; limit <= 6; limit++) {
            byte[] lengths = CodeLengths.of(fibonacci, limit);
            long bits = 0;
            for (int i = 0; i < lengths.length; i++) {
                assertThat((int) lengths[i]).isBetween(1, limit);
                bits += fibonacci[i] * lengths[i];
            }
            assertThat(bits).as("limit %d", limit).isEqualTo(limitedBits(fibonacci, 0, limit, 1 << limit));
        }
    }

    @Test
    void countsThatAskForLongerCodesAreCutToTheLimit() {
        long[] counts = new long[60];
        counts[0] = 1;
        counts[1] = 1;
        for (int i = 2; i < counts.length; i++) {
            counts[i] = counts[i - 1] + counts[i - 2];
        }
        HuffmanCode code = HuffmanCode.of(counts);
        assertThat(code.length(0)).isEqualTo(HuffmanCode.LONGEST);
        int[] all = new int[counts.length];
        Arrays.setAll(all, i -> i * 37 % all.length);
        assertThat(symbols(text(code, all), all.length, all.length)).containsExactly(all);
    }

    @Test
    void textsComeBack() {
        Random random = new Random(4);
        for (int alphabet : new int[] {1, 2, 3, 17, 256, 5000, 65_536}) {
            int[] text = new int[random.nextInt(20_000)];
            Arrays.setAll(text, _ -> (int) (alphabet * Math.pow(random.nextDouble(), 9)));
            long[] counts = new long[alphabet];
            Arrays.stream(text).forEach(symbol -> counts[symbol]++);
            HuffmanCode code = HuffmanCode.of(counts);
            byte[] coded = text(code, text);
            assertThat(symbols(coded, alphabet, text.length)).containsExactly(text);
            BitWriter table = new BitWriter();
            code.writeTable(table);
            table.align();
            assertThat(8L * coded.length)
                    .isBetween(table.bits() + code.bits(counts), table.bits() + code.bits(counts) + 7);
        }
    }

    @Test
    void aSymbolThatIsAloneTakesNoBits() {
        HuffmanCode code = HuffmanCode.of(0, 0, 7, 0);
        assertThat(code.bits(0, 0, 7, 0)).isZero();
        assertThat(code.length(1)).isEqualTo(-1);
        byte[] text = text(code, 2, 2, 2);
        assertThat(text).hasSize(1);
        assertThat(symbols(text, 4, 100)).containsOnly(2);
    }

    @Test
    void aCodeOfNoSymbolsHasAnEmptyTable() {
        HuffmanCode code = HuffmanCode.of(new long[9]);
        byte[] text = text(code);
        assertThat(symbols(text, 9, 0)).isEmpty();
        assertThatThrownBy(() -> symbols(text, 9, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("without symbols");
    }

    @Test
    void tablesOfSmoothCodesAreSmall() {
        long[] counts = new long[256];
        Arrays.setAll(counts, i -> 1 + (long) (4000 * Math.exp(-Math.pow((i - 120) / 50.0, 2))));
        BitWriter table = new BitWriter();
        HuffmanCode.of(counts).writeTable(table);
        // One bit where the length stays, three or so where it changes.
        assertThat(table.bits()).isLessThan(256 + 80);
    }

    @Test
    void damagedTablesAreRefused() {
        assertThatThrownBy(() -> symbols(table(1, 2, 5, 1), 2, 0)).hasMessageContaining("no complete prefix code");
        assertThatThrownBy(() -> symbols(table(1, 2, 51, 1), 2, 0)).hasMessageContaining("25 bits, wanted 0 to 24");
        assertThatThrownBy(() -> symbols(table(1, 2, 2, 1), 2, 0)).hasMessageContaining("-1 bits");
        assertThatThrownBy(() -> symbols(table(1, 3, 3, 1, 1), 2, 0))
                .hasMessageContaining("3 symbols where 2 are left");
        assertThatThrownBy(() -> symbols(table(9), 2, 0)).hasMessageContaining("8 symbols where 2 are left");
        assertThatThrownBy(() -> symbols(new byte[0], 2, 0)).hasMessageContaining("end early");
        assertThat(symbols(table(1, 2, 3, 1), 2, 0)).isEmpty();
    }

    private static byte[] table(int... numbers) {
        BitWriter writer = new BitWriter();
        Arrays.stream(numbers).forEach(writer::writeGamma);
        return writer.toBytes();
    }
}
