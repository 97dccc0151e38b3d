package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.data.Dataset;
import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.error.TrainingException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Pictures PICTURES = new Pictures(Shape.of(1, 3, 2), 23, 3, 5);

    private static Batches batches(int size, Batches.Order order) {
        Augmentations augmentations = new Augmentations(List.of(new Augmentation.Flip(0.5)), 8);
        return new Batches(PICTURES.examples(), size, order, augmentations);
    }

    private static Batches.Order shuffled(boolean whole) {
        return new Batches.Order.Shuffled(41, whole);
    }

    private static int[] sorted(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void epochsAreShuffledEachInItsOwnOrder() {
        Batches batches = batches(5, shuffled(false));
        Set<List<Integer>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 10; epoch++) {
            int[] order = batches.sequence(epoch);
            assertThat(sorted(order)).isEqualTo(IntStream.range(0, 23).toArray());
            assertThat(batches.sequence(epoch)).isEqualTo(order);
            orders.add(IntStream.of(order).boxed().toList());
        }
        assertThat(orders).hasSize(10);
    }

    @Test
    void everyOrderIsAsLikely() {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int epoch = 0; epoch < 6000; epoch++) {
            int[] order = Seeds.permutation(3, Seeds.generator(1, epoch));
            counts.merge(IntStream.of(order).boxed().toList(), 1, Integer::sum);
        }
        // Five standard deviations of √(6000·1/6·5/6) = 28.9.
        assertThat(counts).hasSize(6);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(856, 1144));
    }

    @Test
    void coordinatesAreNotExchangeable() {
        Set<Long> seeds = new HashSet<>();
        for (int epoch = 0; epoch < 50; epoch++) {
            for (int index = 0; index < 50; index++) {
                seeds.add(Seeds.mixed(3, epoch, index));
            }
            seeds.add(Seeds.mixed(3, epoch));
        }
        assertThat(seeds).hasSize(2550);
    }

    @Test
    void theLastBatchIsSmallerOrLeftOut() {
        Batches all = batches(5, shuffled(false));
        assertThat(all.count()).isEqualTo(5);
        assertThat(all.batch(0, 4).images().shape()).isEqualTo(Shape.of(3, 1, 3, 2));
        assertThat(batches(5, shuffled(true)).count()).isEqualTo(4);
        assertThat(batches(5, new Batches.Order.Fixed()).count()).isEqualTo(5);
        assertThat(batches(50, shuffled(false)).count()).isEqualTo(1);
        assertThatThrownBy(() -> batches(24, shuffled(true)))
                .isInstanceOf(InputException.class)
                .hasMessage("whole batches of 24 are wanted, and there are only 23 images");
        assertThatThrownBy(() -> batches(0, shuffled(true))).isInstanceOf(InputException.class);
    }

    @Test
    void batchesHoldTheImagesOfTheirOrder() {
        Batches batches = batches(5, shuffled(false));
        int[] order = batches.sequence(3);
        Batch batch = batches.batch(3, 2);
        for (int i = 0; i < 5; i++) {
            int index = order[10 + i];
            float[] wanted = batches.augmentations()
                    .image(PICTURES.image(index), 3, index)
                    .floats();
            assertThat(Arrays.copyOfRange(batch.images().floats(), 6 * i, 6 * i + 6))
                    .isEqualTo(wanted);
            assertThat(batch.labels()[i]).isEqualTo(PICTURES.label(index));
        }
        assertThat(batch.seed()).isNotEqualTo(batches.batch(3, 1).seed());
        assertThat(batch.seed()).isEqualTo(batches.batch(3, 2).seed());
    }

    @Test
    void prefetchedBatchesAreTheSame() {
        Batches batches = batches(4, shuffled(false));
        for (int first : new int[] {0, 3, 5, 6}) {
            try (Prefetch prefetch = new Prefetch(batches, 7, first)) {
                for (int number = first; number < batches.count(); number++) {
                    assertThat(prefetch.hasNext()).isTrue();
                    Batch batch = prefetch.next();
                    Batch wanted = batches.batch(7, number);
                    assertThat(batch.images().sameBits(wanted.images())).isTrue();
                    assertThat(batch.labels()).isEqualTo(wanted.labels());
                    assertThat(batch.seed()).isEqualTo(wanted.seed());
                }
                assertThat(prefetch.hasNext()).isFalse();
            }
        }
    }

    /** Notes the thread that asks, and fails at one image. */
    private record Watched(Dataset all, int broken, List<Thread> readers) implements Dataset {
        @Override
        public int size() {
            return all.size();
        }

        @Override
        public int label(int index) {
            return all.label(index);
        }

        @Override
        public Tensor image(int index) {
            readers.add(Thread.currentThread());
            if (index == broken) {
                throw new DataException("image " + index + " is torn");
            }
            return all.image(index);
        }

        @Override
        public List<String> classes() {
            return all.classes();
        }
    }

    @Test
    void failuresReachTheConsumerAndTheThreadEnds() throws InterruptedException {
        List<Thread> readers = new ArrayList<>();
        Examples examples = new Examples(new Watched(PICTURES, 9, readers), Pictures.AS_THEY_ARE, 1);
        try (Prefetch prefetch = new Prefetch(Batches.plain(examples, 4), 0, 0)) {
            assertThat(prefetch.next().size()).isEqualTo(4);
            assertThat(prefetch.next().size()).isEqualTo(4);
            assertThatThrownBy(prefetch::next).isInstanceOf(DataException.class).hasMessage("image 9 is torn");
        }
        assertThat(readers).isNotEmpty().doesNotContain(Thread.currentThread());
        for (Thread reader : readers) {
            assertThat(reader.join(Duration.ofMinutes(1))).as("whether it ends").isTrue();
        }
    }

    /** Also when the batch is ready: an interruption is not to be lost because there is nothing to wait for. */
    @Test
    void consumersCanBeInterrupted() {
        try (Prefetch prefetch = new Prefetch(batches(4, shuffled(false)), 0, 0)) {
            for (int i = 0; i < 2; i++) {
                assertThat(prefetch.next().size()).isEqualTo(4);
                Thread.currentThread().interrupt();
                assertThatThrownBy(prefetch::next)
                        .isInstanceOf(TrainingException.class)
                        .hasMessage("training was interrupted");
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void imagesOfTwoSizesAreNoBatch() {
        Stack stack = new Stack(2);
        stack.put(0, Tensor.of(Shape.of(1, 1, 2), 1f, 2), "image 8");
        assertThatThrownBy(() -> stack.put(1, Tensor.of(Shape.of(1, 2, 1), 1f, 2), "image 4"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("image 4 has the shape [1, 2, 1] and the first of its batch [1, 1, 2]");
    }

    @Test
    void splitsTakeTheSameShareOfEveryClass() {
        Pictures pictures = new Pictures(Shape.of(1, 1, 1), 301, 4, 2);
        Split split = Split.stratified(pictures, 0.2, 6);
        assertThat(split.training().size() + split.validation().size()).isEqualTo(301);
        for (int kind = 0; kind < 4; kind++) {
            assertThat(count(split.validation(), kind)).isEqualTo(Math.round(0.2 * count(pictures, kind)));
        }
        Set<Integer> together = new HashSet<>();
        for (Dataset part : List.of(split.training(), split.validation())) {
            int[] indices = ((Subset) part).indices();
            assertThat(indices).isSorted();
            IntStream.of(indices).forEach(together::add);
        }
        assertThat(together).hasSize(301);
        int[] taken = ((Subset) split.validation()).indices();
        assertThat(((Subset) Split.stratified(pictures, 0.2, 6).validation()).indices())
                .isEqualTo(taken);
        assertThat(((Subset) Split.stratified(pictures, 0.2, 7).validation()).indices())
                .isNotEqualTo(taken);
        assertThat(split.validation().image(0).sameBits(pictures.image(taken[0])))
                .isTrue();
    }

    private static long count(Dataset data, int kind) {
        return IntStream.range(0, data.size())
                .filter(index -> data.label(index) == kind)
                .count();
    }

    @Test
    void splitsNeverTakeAWholeClassNorNothing() {
        Pictures four = new Pictures(Shape.of(1, 1, 1), 4, 1, 2);
        assertThat(Split.stratified(four, 0.99, 1).training().size()).isEqualTo(1);
        assertThatThrownBy(() -> Split.stratified(four, 0.1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("to take the share 0.1 for validation");
        assertThatThrownBy(() -> Split.stratified(four, 1, 1)).isInstanceOf(InputException.class);
    }
}
