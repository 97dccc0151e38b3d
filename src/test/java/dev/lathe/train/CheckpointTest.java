package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.compress.cluster.Clustering;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.data.Preprocessing;
import dev.lathe.error.DataException;
import dev.lathe.error.TrainingException;
import dev.lathe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Perceptron NETWORK = new Perceptron(12, 11, 3, 0.2);
    private static final Optimiser ADAM = new Optimiser.Adam(Decay.decoupled(1e-2));
    private static final Schedule SCHEDULE = new Schedule.WarmUp(1, 0.1, new Schedule.Plateau(0.02, 0.5, 0, 1e-4));
    private static final int EPOCHS = 5;
    private static final int STEPS = 7;

    @TempDir
    private Path folder;

    /** Ends a training as a power cut would, after some number of calls. */
    private static final class Cut implements TrainingListener {
        private int left;

        Cut(int calls) {
            left = calls;
        }

        private void count() {
            if (left-- == 0) {
                throw new IllegalStateException("cut");
            }
        }

        @Override
        public void step(StepReport report) {
            count();
        }

        @Override
        public void epoch(EpochResult result) {
            count();
        }
    }

    private static Recipe recipe(Optimiser optimiser, @Nullable Pruning pruning) {
        return new Recipe(EPOCHS, new Update(optimiser, SCHEDULE, 2), 0.1, 0, pruning);
    }

    private static Pruning pruning() {
        return new Pruning(
                new DensitySchedule.Cubic(0.3, 3.2), new PruneTarget.EachLayer(Map.of("w1", 0.3, "w2", 0.5)), 3, 0.3);
    }

    private Trainer trainer(Recipe recipe, String file, int every) {
        Examples examples = new Pictures(Shape.of(1, 3, 4), 41, 3, 4).examples();
        Batches training = new Batches(
                examples,
                6,
                new Batches.Order.Shuffled(1, false),
                new Augmentations(List.of(new Augmentation.Shift(1, 1)), 2));
        Batches validation = Batches.plain(examples, 20);
        return new Trainer(NETWORK, recipe, training, validation, new Checkpoints(folder.resolve(file), every));
    }

    private static Parameters weights(boolean shared) {
        Parameters weights = NETWORK.initial(9);
        if (shared) {
            Parameter w2 = weights.get("w2");
            w2.share(new Clustering(4, Initialisation.LINEAR).share(w2.tensor().floats()));
        }
        return weights;
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }

    /** Trains with cuts after random numbers of calls until the end is reached, each time from new parameters. */
    private Trained inPieces(Trainer trainer, boolean shared, Random random) {
        boolean begun = false;
        while (true) {
            Cut cut = new Cut(random.nextInt(2 * STEPS));
            try {
                Parameters fresh = begun ? resumable(shared) : weights(shared);
                return begun ? trainer.resume(fresh, cut) : trainer.train(fresh, cut);
            } catch (IllegalStateException _) {
                begun = Files.exists(folder.resolve("pieces"));
            }
        }
    }

    /** Parameters of another beginning, as their values have to come from the checkpoint. */
    private static Parameters resumable(boolean shared) {
        Parameters weights = weights(shared);
        for (Parameter parameter : weights.all()) {
            Arrays.fill(parameter.tensor().floats(), Float.NaN);
        }
        return weights;
    }

    private void assertCutsLeaveNoTrace(Recipe recipe, boolean shared) throws IOException {
        Trained whole = trainer(recipe, "whole", 0).train(weights(shared), TrainingListener.SILENT);
        byte[] wanted = bytes("whole");
        Random random = new Random(31);
        // Few of them write after every step, as a file is only safe when the disk says so, and disks are slow.
        for (int every : new int[] {0, 0, 1, 2, 5, 5}) {
            Files.deleteIfExists(folder.resolve("pieces"));
            Trained pieces = inPieces(trainer(recipe, "pieces", every), shared, random);
            assertThat(bytes("pieces")).isEqualTo(wanted);
            assertThat(pieces.history()).isEqualTo(whole.history());
            whole.best()
                    .forEach((name, tensor) ->
                            assertThat(tensor.sameBits(pieces.best().get(name))).isTrue());
            assertThat(pieces.last().masks()).isEqualTo(whole.last().masks());
        }
    }

    @Test
    void aResumedTrainingEndsAsTheUndisturbedOne() throws IOException {
        assertCutsLeaveNoTrace(recipe(ADAM, null), false);
    }

    @Test
    void alsoWhileMasksMove() throws IOException {
        assertCutsLeaveNoTrace(recipe(new Optimiser.Sgd(0.9, true, Decay.l2(1e-2)), pruning()), false);
    }

    @Test
    void alsoWithSharedWeights() throws IOException {
        assertCutsLeaveNoTrace(recipe(ADAM, null), true);
    }

    @Test
    void aLongerTrainingGoesOnWhereTheShorterEnded() throws IOException {
        Recipe longer = recipe(ADAM, null);
        Recipe shorter = new Recipe(2, longer.update(), longer.statistics(), 0, null);
        trainer(longer, "whole", 0).train(weights(false), TrainingListener.SILENT);
        trainer(shorter, "pieces", 0).train(weights(false), TrainingListener.SILENT);
        assertThat(bytes("pieces")).isNotEqualTo(bytes("whole"));
        trainer(longer, "pieces", 0).resume(weights(false), TrainingListener.SILENT);
        assertThat(bytes("pieces")).isEqualTo(bytes("whole"));
    }

    private void assertRefused(Recipe recipe, Parameters weights, String message) {
        Trainer other = trainer(recipe, "run", 0);
        assertThatThrownBy(() -> other.resume(weights, TrainingListener.SILENT))
                .isInstanceOf(TrainingException.class)
                .hasMessage(folder.resolve("run") + ": belongs to another training: its " + message);
    }

    @Test
    void anotherConfigurationIsRefusedByName() {
        Recipe recipe = recipe(ADAM, null);
        trainer(recipe, "run", 0).train(weights(false), TrainingListener.SILENT);
        assertRefused(
                recipe(new Optimiser.Adam(Decay.decoupled(2e-2)), null),
                weights(false),
                "optimiser is Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-8, decay=Decay[kind=DECOUPLED, rate=0.01]],"
                        + " this training's is Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-8,"
                        + " decay=Decay[kind=DECOUPLED, rate=0.02]]");
        assertRefused(
                recipe(ADAM, pruning()),
                weights(false),
                "pruning is null, this training's is Pruning[schedule=Cubic[begin=0.3, end=3.2],"
                        + " target=EachLayer[densities={w1=0.3, w2=0.5}], every=3, regrowth=0.3]");
        assertRefused(
                recipe,
                new Perceptron(12, 5, 3, 0).initial(1),
                "parameter 'w1' is TRAINED [11, 12], this training's is TRAINED [5, 12]");
        List<Parameter> fewer = weights(false).all().subList(0, 4);
        assertRefused(recipe, new Parameters(fewer), "parameter 'b2' is TRAINED [3], this training's is none");
        assertThatThrownBy(() -> trainer(recipe, "run", 0)
                        .resume(new Parameters(weights(false).all().reversed()), TrainingListener.SILENT))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its parameters come in another order");
        assertThatThrownBy(() -> trainer(recipe, "run", 0).resume(weights(true), TrainingListener.SILENT))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(
                        "its parameter 'w2' is TRAINED [3, 11], this training's is TRAINED [3, 11], shared");
    }

    private void assertBatchesRefused(Batches training, String difference) {
        Batches validation = Batches.plain(training.examples(), 20);
        Trainer other = new Trainer(
                NETWORK, recipe(ADAM, null), training, validation, new Checkpoints(folder.resolve("run"), 0));
        assertThatThrownBy(() -> other.resume(weights(false), TrainingListener.SILENT))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its training " + difference);
    }

    @Test
    void otherBatchesAreRefusedByName() {
        trainer(recipe(ADAM, null), "run", 0).train(weights(false), TrainingListener.SILENT);
        Batches.Order order = new Batches.Order.Shuffled(1, false);
        Augmentations shift = new Augmentations(List.of(new Augmentation.Shift(1, 1)), 2);
        Pictures pictures = new Pictures(Shape.of(1, 3, 4), 41, 3, 4);
        Examples examples = pictures.examples();
        assertBatchesRefused(
                new Batches(examples, 7, order, shift),
                "batches is 6 images, Shuffled[seed=1, whole=false], this training's is 7 images,");
        assertBatchesRefused(
                new Batches(examples, 6, new Batches.Order.Shuffled(2, false), shift),
                "batches is 6 images, Shuffled[seed=1, whole=false], this training's is 6 images, Shuffled[seed=2");
        assertBatchesRefused(
                new Batches(examples, 6, order, Augmentations.NONE),
                "augmentation is Augmentations[steps=[Shift[vertical=1, horizontal=1]], seed=2]");
        assertBatchesRefused(
                new Batches(new Examples(pictures, Preprocessing.DEFAULT, 1), 6, order, shift), "preprocessing is ");
        assertBatchesRefused(
                new Batches(new Pictures(Shape.of(1, 3, 4), 41, 3, 5).examples(), 6, order, shift),
                "images is 41, labels with checksum ");
        assertBatchesRefused(
                new Batches(new Pictures(Shape.of(1, 3, 4), 40, 3, 4).examples(), 6, order, shift), "images is 41");
    }

    @Test
    void anotherUpdateIsRefusedByName() {
        Recipe recipe = recipe(ADAM, null);
        trainer(recipe, "run", 0).train(weights(false), TrainingListener.SILENT);
        Schedule constant = new Schedule.Constant(0.02);
        assertRefused(
                new Recipe(EPOCHS, new Update(ADAM, constant, 2)),
                weights(false),
                "schedule is " + SCHEDULE + ", this training's is Constant[rate=0.02]");
        assertRefused(
                new Recipe(EPOCHS, new Update(ADAM, SCHEDULE)),
                weights(false),
                "clipping is 2.0, this training's is Infinity");
        assertRefused(
                new Recipe(EPOCHS, recipe.update(), 0.2, 0, null),
                weights(false),
                "share of statistics is 0.1, this training's is 0.2");
    }

    @Test
    void damageIsNoticedBeforeAnythingIsTaken() throws IOException {
        Recipe recipe = recipe(ADAM, null);
        Trainer trainer = trainer(recipe, "run", 0);
        trainer.train(weights(false), TrainingListener.SILENT);
        byte[] good = bytes("run");
        Random random = new Random(2);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bad = trial % 2 == 0 ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            if (trial % 2 == 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.resolve("run"), bad);
            Parameters weights = weights(false);
            assertThatThrownBy(() -> trainer.resume(weights, TrainingListener.SILENT))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(folder.resolve("run") + ": is ");
            weights.tensors().forEach((name, tensor) -> assertThat(
                            tensor.sameBits(weights(false).get(name).tensor()))
                    .isTrue());
        }
        Files.delete(folder.resolve("run"));
        assertThatThrownBy(() -> trainer.resume(weights(false), TrainingListener.SILENT))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("run") + ": does not exist");
    }

    @Test
    void arraysLongerThanAChunkSurvive() {
        Perceptron wide = new Perceptron(12, 2731, 3, 0);
        Parameters weights = wide.initial(5);
        Configuration configuration = new Configuration(Map.of("a", "ä \u2265 b"));
        TrainingState state = new TrainingState(ADAM, weights);
        float[] slot = state.optimiser().slots(weights.get("w1"))[1];
        slot[slot.length - 1] = 17;
        CheckpointWriter.write(folder.resolve("wide"), configuration, state);
        TrainingState read = new TrainingState(ADAM, wide.initial(6));
        CheckpointReader.read(folder.resolve("wide"), configuration, read);
        assertThat(read.weights().get("w1").tensor().sameBits(weights.get("w1").tensor()))
                .isTrue();
        assertThat(read.optimiser().slots(read.weights().get("w1"))[1][12 * 2731 - 1])
                .isEqualTo(17);
    }
}
