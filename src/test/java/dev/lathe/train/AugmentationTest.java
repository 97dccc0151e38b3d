package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final Shape IMAGE = Shape.of(2, 5, 7);

    /** No two pixels are alike, and none is zero. */
    private static Tensor image() {
        float[] values = new float[IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return Tensor.of(IMAGE, values);
    }

    private static Tensor changed(Augmentation step, int index) {
        return new Augmentations(List.of(step), 17).image(image(), 3, index);
    }

    /** Pixels where {@code source} says, as flat index of a plane, and zeros where it says -1. */
    private static float[] moved(int height, int width, IntBinaryOperator source) {
        float[] y = new float[IMAGE.dim(0) * height * width];
        for (int c = 0; c < IMAGE.dim(0); c++) {
            for (int h = 0; h < height; h++) {
                for (int w = 0; w < width; w++) {
                    int from = source.applyAsInt(h, w);
                    y[(c * height + h) * width + w] = from < 0 ? 0 : c * 35 + from + 1;
                }
            }
        }
        return y;
    }

    private static int inside(int h, int w) {
        return h < 0 || h >= 5 || w < 0 || w >= 7 ? -1 : h * 7 + w;
    }

    @Test
    void cropsAreWindowsOfThePaddedImageAndReachEveryPlace() {
        Augmentation crop = new Augmentation.Crop(2, 4, 9);
        Set<List<Integer>> places = new HashSet<>();
        for (int index = 0; index < 400; index++) {
            Tensor y = changed(crop, index);
            assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 9));
            int before = places.size();
            for (int top = -2; top <= 3; top++) {
                for (int left = -2; left <= 0; left++) {
                    int t = top;
                    int l = left;
                    float[] wanted = moved(4, 9, (h, w) -> inside(h + t, w + l));
                    if (Arrays.equals(wanted, y.floats())) {
                        places.add(List.of(top, left));
                        before = -1;
                    }
                }
            }
            assertThat(before).as("place of image %d", index).isEqualTo(-1);
        }
        // 6·3 places; that one is missed by 400 draws has a chance of 18·(17/18)^400 < 1e-8.
        assertThat(places).hasSize(18);
    }

    @Test
    void flipsMirrorOrLeaveAlone() {
        float[] mirrored = moved(5, 7, (h, w) -> h * 7 + 6 - w);
        assertThat(changed(new Augmentation.Flip(1), 0).floats()).isEqualTo(mirrored);
        assertThat(changed(new Augmentation.Flip(0), 0).floats()).isEqualTo(image().floats());
        long flipped = IntStream.range(0, 1000)
                .filter(index ->
                        Arrays.equals(changed(new Augmentation.Flip(0.3), index).floats(), mirrored))
                .count();
        // Five standard deviations of √(1000·0.3·0.7) = 14.5.
        assertThat(flipped).isBetween(227L, 373L);
    }

    @Test
    void shiftsRepeatTheBorder() {
        Set<List<Integer>> places = new HashSet<>();
        for (int index = 0; index < 300; index++) {
            float[] y = changed(new Augmentation.Shift(1, 2), index).floats();
            for (int down = -1; down <= 1; down++) {
                for (int right = -2; right <= 2; right++) {
                    int d = down;
                    int r = right;
                    float[] wanted = moved(5, 7, (h, w) -> inside(Math.clamp(h - d, 0, 4), Math.clamp(w - r, 0, 6)));
                    if (Arrays.equals(wanted, y)) {
                        places.add(List.of(index, down, right));
                    }
                }
            }
        }
        assertThat(places).hasSize(300);
        assertThat(places.stream().map(place -> place.subList(1, 3)).distinct()).hasSize(15);
    }

    @Test
    void cutoutsAreSquaresCutAtTheBorder() {
        Set<List<Integer>> places = new HashSet<>();
        for (int index = 0; index < 700; index++) {
            float[] y = changed(new Augmentation.Cutout(3), index).floats();
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 7; column++) {
                    int r = row;
                    int c = column;
                    float[] wanted =
                            moved(5, 7, (h, w) -> Math.abs(h - r) <= 1 && Math.abs(w - c) <= 1 ? -1 : inside(h, w));
                    if (Arrays.equals(wanted, y)) {
                        places.add(List.of(index, row, column));
                    }
                }
            }
        }
        assertThat(places).hasSize(700);
        // 35·(34/35)^700 < 1e-7
        assertThat(places.stream().map(place -> place.subList(1, 3)).distinct()).hasSize(35);
    }

    @Test
    void anImageChangesTheSameWhateverBatchAndThreadItIsIn() {
        Augmentations steps = new Augmentations(
                List.of(
                        new Augmentation.Crop(1, 5, 7),
                        new Augmentation.Flip(0.5),
                        new Augmentation.Shift(2, 1),
                        new Augmentation.Cutout(2)),
                99);
        int[] indices = {4, 0, 23, 11, 4};
        float[] all = new float[5 * IMAGE.size()];
        for (int i = 0; i < 5; i++) {
            System.arraycopy(image().floats(), 0, all, i * IMAGE.size(), IMAGE.size());
        }
        Tensor batch = steps.batch(Tensor.of(Shape.of(5, 2, 5, 7), all), 6, indices);
        List<Tensor> alone = IntStream.range(0, 5)
                .parallel()
                .mapToObj(i -> steps.image(image(), 6, indices[i]))
                .toList();
        for (int i = 0; i < 5; i++) {
            float[] part = Arrays.copyOfRange(batch.floats(), i * IMAGE.size(), (i + 1) * IMAGE.size());
            assertThat(part).isEqualTo(alone.get(i).floats());
        }
        assertThat(alone.get(0).sameBits(alone.get(4))).isTrue();
        long different = IntStream.range(0, 50)
                .filter(index -> !steps.image(image(), 6, index).sameBits(steps.image(image(), 7, index)))
                .count();
        assertThat(different)
                .as("images that change otherwise in another epoch")
                .isGreaterThan(45);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> changed(new Augmentation.Crop(1, 8, 7), 0))
                .isInstanceOf(InputException.class)
                .hasMessage("a crop of 8x7 from an image of 5x7 padded by 1");
        assertThatThrownBy(() -> new Augmentation.Flip(1.5)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Augmentation.Cutout(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Augmentation.Shift(-1, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Augmentations.NONE.batch(image(), 0, new int[] {1}))
                .isInstanceOf(ShapeException.class)
                .hasMessage("a batch to augment has the shape [1, c, h, w], got [2, 5, 7]");
    }
}
