package dev.lathe.compress.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ModelException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsTest {
    @Test
    void theLowestBitOfTheFirstByteComesFirst() {
        BitWriter writer = new BitWriter();
        writer.write(0b1, 1);
        writer.write(0b01, 2);
        writer.write(0b10110, 5);
        writer.write(0x5, 3);
        assertThat(writer.bits()).isEqualTo(11);
        assertThat(writer.toBytes()).containsExactly(0b10110_01_1, 0x5);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(200);
            BitWriter writer = new BitWriter();
            for (int i = 0; i < count; i++) {
                int length = random.nextInt(33);
                writer.write(random.nextLong() & ((1L << length) - 1), length);
            }
            byte[] packed = writer.toBytes();
            byte[] shifted = new byte[packed.length + 7];
            System.arraycopy(packed, 0, shifted, 3, packed.length);
            shifted[3 + packed.length] = -1;
            BitReader reader = new BitReader(shifted, 3, packed.length);
            Random again = new Random(seed);
            assertThat(again.nextInt(200)).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                int length = again.nextInt(33);
                int wanted = (int) (again.nextLong() & ((1L << length) - 1));
                assertThat(reader.peek(length)).isEqualTo(wanted);
                assertThat(reader.read(length)).isEqualTo(wanted);
            }
            reader.finish();
        }
    }

    @Test
    void gammaCodesAreEliass() {
        BitWriter writer = new BitWriter();
        writer.writeGamma(1);
        writer.writeGamma(6);
        // 1, then 0 0 1 and the two bits below the highest of 110, lowest first: 0 1.
        assertThat(writer.toBytes()).containsExactly(0b10_100_1);
        int[] numbers = {1, 2, 3, 4, 255, 256, 65_537, Integer.MAX_VALUE};
        BitWriter many = new BitWriter();
        for (int number : numbers) {
            many.writeGamma(number);
        }
        BitReader reader = reader(many.toBytes());
        for (int number : numbers) {
            assertThat(reader.readGamma()).isEqualTo(number);
        }
        reader.finish();
    }

    @Test
    void whatIsNotThereIsRefused() {
        BitReader reader = reader(new byte[] {-1, -1});
        assertThat(reader.peek(20)).isEqualTo(0xffff);
        assertThat(reader.read(15)).isEqualTo(0x7fff);
        assertThatThrownBy(() -> reader.read(2))
                .isInstanceOf(ModelException.class)
                .hasMessage("coded weights end early");
        assertThatThrownBy(() -> reader(new byte[9]).readGamma()).hasMessageContaining("beyond 2^31");
        assertThatThrownBy(() -> reader(new byte[2]).readGamma()).hasMessageContaining("end early");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThatThrownBy(() -> reader(new byte[30]).finish()).hasMessageContaining("30 bytes that mean nothing");
        BitReader reader = reader(new byte[] {0b0111, 0});
        reader.skip(3);
        reader.align();
        assertThatThrownBy(reader::finish).hasMessageContaining("1 bytes that mean nothing");
        BitReader padded = reader(new byte[] {0b1111});
        padded.skip(3);
        assertThatThrownBy(padded::finish).hasMessageContaining("bits that mean nothing");
    }

    private static BitReader reader(byte[] bytes) {
        return new BitReader(bytes, 0, bytes.length);
    }
}
