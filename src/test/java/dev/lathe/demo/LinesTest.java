package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Straightening lines, voting on their orientation, decoding what they say. */
class LinesTest {
    /** 96 x 48 whose red is x, green y, blue 0. */
    private static Picture ramp() {
        float[] values = new float[3 * 48 * 96];
        for (int i = 0; i < 48 * 96; i++) {
            values[i] = i % 96;
            values[48 * 96 + i] = i / 96;
        }
        return new Picture(Tensor.of(Shape.of(3, 48, 96), values));
    }

    private static Quad box(double left, double top, double right, double bottom) {
        return new Quad(new Point(left, top), new Point(right, top), new Point(right, bottom), new Point(left, bottom));
    }

    /** 20 x 10 pixels become 96 x 48 of 192: column 0 lies 0.5/96 of 20 pixels right of 30; the rest is empty. */
    @Test
    void aLineIsScaledToTheHeightAndPaddedToTheWidth() {
        Tensor input = LineImages.input(ramp(), List.of(box(30, 10, 50, 20)), 192);

        assertThat(input.shape()).isEqualTo(Shape.of(1, 3, 48, 192));
        float[] red = Arrays.copyOfRange(input.floats(), 2 * 48 * 192, 3 * 48 * 192);
        assertThat(red[0]).isCloseTo((float) ((30 + 20 * 0.5 / 96) / 127.5 - 1), within(1e-5f));
        assertThat(red[95]).isCloseTo((float) ((30 + 20 * 95.5 / 96) / 127.5 - 1), within(1e-5f));
        assertThat(red[96]).isZero();
        assertThat(input.floats()[0]).isEqualTo(-1);
    }

    @Test
    void aTurnedLineIsSeenTheOtherWayUp() {
        Quad box = box(30, 10, 70, 20);
        float[] upright = LineImages.input(ramp(), List.of(box), 192).floats();
        float[] turned = LineImages.input(ramp(), List.of(box.turned(180)), 192).floats();

        int size = 48 * 192;
        for (int i = 0; i < size; i++) {
            assertThat(turned[2 * size + i]).isCloseTo(upright[3 * size - 1 - i], within(1e-5f));
        }
    }

    /** Of three lines the second is upside down for the net, and the third is tall, so looked at from its right. */
    @Test
    void orientationsCountFromHowALineIsLookedAt() {
        Tensor scores = Tensor.of(Shape.of(3, 2), 0.9f, 0.1f, 0.2f, 0.8f, 0.7f, 0.3f);
        OrientationClassifier classifier = new OrientationClassifier(x -> {
            assertThat(x.shape()).isEqualTo(Shape.of(3, 3, 48, 192));
            return scores;
        });

        List<Orientation> orientations =
                classifier.classify(ramp(), List.of(box(0, 0, 40, 10), box(0, 12, 40, 22), box(50, 0, 60, 40)));

        assertThat(orientations)
                .containsExactly(new Orientation(0, 0.9f), new Orientation(180, 0.8f), new Orientation(90, 0.7f));
        assertThat(classifier.classify(ramp(), List.of())).isEmpty();
    }

    /** 0.9 + 0.2 against 0.6 + 0.6: two doubtful votes lose to two sure ones. */
    @Test
    void votesWeighTheirScores() {
        Orientation majority = Orientation.majority(List.of(
                new Orientation(0, 0.9),
                new Orientation(180, 0.6),
                new Orientation(0, 0.2),
                new Orientation(180, 0.6)));

        assertThat(majority.degrees()).isEqualTo(180);
        assertThat(majority.score()).isCloseTo(1.2 / 2.3, within(1e-12));
        assertThat(Orientation.majority(List.of())).isEqualTo(new Orientation(0, 0));
    }

    /** Symbols: 0 nothing, 1 a, 2 b, 3 a space. "a a - a b b space" reads "aab". */
    @Test
    void readingJoinsRepetitionsAndDropsBlanks() {
        int[] path = {1, 1, 0, 1, 2, 2, 3};
        float[] scores = new float[path.length * 4];
        for (int step = 0; step < path.length; step++) {
            scores[4 * step + path[step]] = 0.8f;
        }
        TextReader reader = new TextReader(_ -> Tensor.of(Shape.of(1, path.length, 4), scores), List.of("a", "b"));

        assertThat(reader.read(ramp(), List.of(box(0, 0, 40, 10)))).containsExactly("aab");
        assertThat(reader.read(ramp(), List.of())).isEmpty();
    }

    @Test
    void upsideDownTwiceIsUpright() {
        Picture picture = ramp();

        assertThat(picture.upsideDown().sample(0, 0, 0)).isEqualTo(95);
        assertThat(picture.upsideDown().sample(1, 0, 0)).isEqualTo(47);
        assertThat(picture.upsideDown().upsideDown().planes().sameBits(picture.planes()))
                .isTrue();
    }

    @Test
    void samplesBetweenPixelsAndBeyondTheEdge() {
        assertThat(ramp().sample(0, 10.25, 3)).isEqualTo(10.25f);
        assertThat(ramp().sample(1, 5, 3.5)).isEqualTo(3.5f);
        assertThat(ramp().sample(0, 200, -7)).isEqualTo(95);
    }
}
