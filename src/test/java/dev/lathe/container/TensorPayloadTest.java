package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.compress.entropy.AdaptiveWeights;
import dev.lathe.error.ModelException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Sections of tensors that contradict themselves. */
class TensorPayloadTest {
    private static final float[] VALUES = {-1, 2, 3};
    /** Of ten elements. */
    private static final char[] SYMBOLS = {0, 1, 0, 3, 0, 0, 0, 2, 0, 1};

    private static final char[] MARKS = {0, 1, 0, 1, 0, 0, 0, 1, 0, 1};
    private static final float[] KEPT = {5, 6, 7, 8};

    private static byte[] payload(Encoding encoding, int elements, Consumer<PayloadWriter> body) {
        PayloadWriter payload = new PayloadWriter();
        payload.octet(encoding.ordinal());
        payload.number(elements);
        body.accept(payload);
        return payload.toBytes();
    }

    private static byte[] sparseCodebook(int elements, float... values) {
        return payload(Encoding.SPARSE_CODEBOOK, elements, to -> {
            Codebook.of(values).write(to);
            SparseIndex.of(SYMBOLS, new long[] {6, 2, 1, 1}).write(SYMBOLS, to);
        });
    }

    private static byte[] sparsePlanes(int elements, float... kept) {
        return payload(Encoding.SPARSE_PLANES, elements, to -> {
            to.number(kept.length);
            Planes.of(kept).write(kept, to);
            SparseIndex.of(MARKS, new long[] {6, 4}).write(MARKS, to);
        });
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] payload) {
        return assertThatThrownBy(() -> TensorPayload.read(payload)).isInstanceOf(ModelException.class);
    }

    @Test
    void theSamplesAreGood() {
        assertThat(TensorPayload.read(sparseCodebook(10, VALUES))).containsExactly(0, -1, 0, 3, 0, 0, 0, 2, 0, -1);
        assertThat(TensorPayload.read(sparsePlanes(10, KEPT))).containsExactly(0, 5, 0, 6, 0, 0, 0, 7, 0, 8);
        assertThat(TensorPayload.read(sparsePlanes(12, KEPT))).containsExactly(0, 5, 0, 6, 0, 0, 0, 7, 0, 8, 0, 0);
        assertThat(TensorPayload.elements(sparsePlanes(12, KEPT))).isEqualTo(12);
    }

    @Test
    void positionsLieInTheTensor() {
        assertRefused(sparseCodebook(9, VALUES)).hasMessage("entry 4 lies at position 9 of 9");
        assertRefused(sparseCodebook(3, VALUES)).hasMessage("the number of entries is 5, wanted 0 to 3");
    }

    @Test
    void valuesAreAsManyAsTheirPlaces() {
        assertRefused(sparsePlanes(10, 5, 6, 7)).hasMessageContaining("do not lead to as many elements");
        assertRefused(sparsePlanes(12, 5, 6, 7, 8, 9)).hasMessage("1 values belong to no element");
        // The last of these would have to move back.
        assertRefused(sparsePlanes(10, 5, 6, 7, 8, 9)).hasMessageContaining("do not lead to as many");
        assertRefused(sparsePlanes(10, new float[11])).hasMessageContaining("not zero is 11, wanted 0 to 10");
    }

    @Test
    void codesHaveAValue() {
        assertRefused(sparseCodebook(10, -1, 2)).hasMessageContaining("code table");
        byte[] dense = payload(Encoding.DENSE_CODEBOOK, 10, to -> {
            Codebook.of(new float[] {1}).write(to);
            new Plan.DenseCodebook(Codebook.of(VALUES), SYMBOLS, CodedSymbols.of(new long[] {6, 2, 1, 1})).write(to);
        });
        assertRefused(dense).hasMessageContaining("code");
    }

    @Test
    void codebooksAscend() {
        byte[] payload = payload(Encoding.DENSE_CODEBOOK, 1, to -> {
            to.number(2);
            to.integer(Integer.MAX_VALUE);
            CodedSymbols steps = CodedSymbols.of(Arrays.copyOf(new long[] {1}, 32));
            CodedSymbols.end(steps.begin(), to);
        });
        assertRefused(payload).hasMessage("the codebook leaves the range of floats");
    }

    @Test
    void axesAreThoseOfTheElements() {
        for (int[] axes : new int[][] {{2, 4}, {3, 3}, {}, {10, 10}}) {
            byte[] payload = payload(Encoding.ADAPTIVE_CODEBOOK, 10, to -> {
                Codebook.of(VALUES).write(to);
                to.octet(axes.length);
                for (int axis : axes) {
                    to.number(axis);
                }
                to.bytes(new AdaptiveWeights(new int[] {2, 5}, 3, 1).encode(SYMBOLS));
            });
            assertRefused(payload).hasMessageContaining("are none of 10 elements");
        }
        assertRefused(payload(Encoding.ADAPTIVE_CODEBOOK, 10, to -> {
                    Codebook.of(VALUES).write(to);
                    to.octet(5);
                }))
                .hasMessage("the number of axes is 5, wanted 0 to 4");
    }

    @Test
    void nothingFollowsAndNothingIsMissing() {
        assertRefused(payload(Encoding.RAW, 3, to -> to.floats(KEPT))).hasMessage("declares 3 floats and has 16 bytes");
        assertRefused(payload(Encoding.RAW, 5, to -> to.floats(KEPT))).hasMessage("declares 5 floats and has 16 bytes");
        assertRefused(payload(Encoding.RAW, Integer.MAX_VALUE, to -> {})).hasMessageContaining("has 0 bytes");
        assertRefused(payload(Encoding.PLANES, 4, to -> {
                    Planes.of(KEPT).write(KEPT, to);
                    to.octet(0);
                }))
                .hasMessage("has 1 bytes too many");
        assertRefused(payload(Encoding.PLANES, 5, to -> Planes.of(KEPT).write(KEPT, to)))
                .hasMessageContaining("bytes of a plane");
        assertRefused(new byte[] {6, 0}).hasMessage("the encoding is 6, wanted 0 to 5");
        assertRefused(new byte[] {0, -1, -1, -1, -1, -1, 0}).hasMessageContaining("more than 5 bytes");
        assertRefused(new byte[] {0, -1, -1, -1, -1, 0x7f})
                .hasMessageContaining("the number of elements is 34359738367");
        assertRefused(new byte[0]).hasMessage("a section ends early");
    }
}
