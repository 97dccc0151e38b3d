package dev.lathe.compress.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Answers ORIGINAL = new Answers(new float[] {2, 0, 1, 0, 3, 1, 1, 1, 0}, new int[] {0, 2, 0});

    @Test
    void countsWhatIsRightAndWhatIsTheSame() {
        Answers other = new Answers(new float[] {2, 0, 1, 0, 1, 3, 0, 1, 0}, new int[] {0, 2, 0});
        assertThat(ORIGINAL.top1()).isEqualTo(2.0 / 3);
        assertThat(other.top1()).isEqualTo(2.0 / 3);
        assertThat(other.agreement(ORIGINAL)).isEqualTo(1.0 / 3);
        assertThat(ORIGINAL.agreement(ORIGINAL)).isEqualTo(1);
    }

    @Test
    void theDivergenceIsThatOfTheSoftenedClasses() {
        Answers two = new Answers(new float[] {0, (float) Math.log(9)}, new int[] {0});
        Answers even = new Answers(new float[] {5, 5}, new int[] {1});
        // p = (1/4, 3/4) at temperature 2, q = (1/2, 1/2)
        double expected = 4 * (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
        // logits are floats: ln 9 is off by 1e-7 at most
        assertThat(even.divergence(two, 2)).isCloseTo(expected, within(1e-6));
        assertThat(two.divergence(two, 2)).isZero();
        assertThat(new Answers(new float[] {1000, -1000}, new int[] {0}).divergence(even, 1))
                .isCloseTo(1000 - Math.log(2), within(1e-6));
    }

    @Test
    void whatIsNoNumberIsInfinitelyFar() {
        Answers broken = new Answers(new float[] {Float.NaN, 1, 0, 0, 3, 1, 1, 1, 0}, new int[] {0, 2, 0});
        assertThat(broken.divergence(ORIGINAL, 4)).isInfinite();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Answers(new float[5], new int[2]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("5 logits for 2 images");
        assertThatThrownBy(() -> ORIGINAL.agreement(new Answers(new float[4], new int[2])))
                .isInstanceOf(ShapeException.class)
                .hasMessage("answers to 3 images, 3 classes, are compared with those to 2 images, 2 classes");
        assertThatThrownBy(() -> new Answers(new float[2], new int[] {2}).top1())
                .isInstanceOf(InputException.class)
                .hasMessage("an image has label 2, the network 2 classes");
    }
}
