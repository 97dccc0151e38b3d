package dev.lathe.compress.search.job;

import dev.lathe.Model;
import dev.lathe.bench.ImageInput;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.train.Augmentations;
import dev.lathe.train.Batches;
import dev.lathe.train.Examples;
import dev.lathe.train.Split;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.TrainingOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of a search.
 *
 * @param image the shape of one, [c, h, w]
 * @param training to learn from
 * @param watched the first of those, unchanged, for what is measured layer by layer
 * @param validation to judge by; the same as {@code finetune} would take
 * @param harder those, changed; null without changes
 */
record Pictures(Shape image, Batches training, Questions watched, Questions validation, @Nullable Questions harder) {
    /** So few that hundreds of networks can be asked; their divergences are smooth enough for it. */
    private static final int WATCHED = 128;

    /** Rounds of changed images: a change that hides what matters in one image shows it in another. */
    private static final int ROUNDS = 2;

    /** @throws InputException if there are too few images, or networks of this layout are not trained */
    static Pictures of(Model model, SearchOptions.Terms terms) {
        TrainingOptions.Images wanted = terms.images();
        Preprocessing preprocessing = wanted.preprocessing();
        if (preprocessing.layout() != Preprocessing.Layout.NCHW) {
            throw new InputException(model.label() + ": a search works on planes, NCHW");
        }
        Dataset all = Split.first(wanted.data().open(DatasetSpec.Split.TRAIN), wanted.limit());
        Split split = Split.stratified(all, wanted.validation(), wanted.seed());
        int channels = ImageInput.of(model.inputs(), preprocessing)
                .channels(all.image(0).shape().dim(0));
        Shape image = preprocessing.apply(all.image(0), channels).shape();
        Examples training = new Examples(split.training(), preprocessing, channels);
        Examples validation = new Examples(split.validation(), preprocessing, channels);
        Examples watched = new Examples(Split.first(split.training(), WATCHED), preprocessing, channels);
        int batch = Math.min(wanted.batch(), training.data().size());
        return new Pictures(
                image,
                new Batches(
                        training,
                        batch,
                        new Batches.Order.Shuffled(wanted.seed(), true),
                        changes(wanted.augmentations(), image, wanted.seed())),
                new Questions(Batches.plain(watched, batch), 1),
                new Questions(Batches.plain(validation, batch), 1),
                terms.harder().isEmpty()
                        ? null
                        : new Questions(
                                new Batches(
                                        validation,
                                        batch,
                                        new Batches.Order.Fixed(),
                                        changes(terms.harder(), image, wanted.seed())),
                                ROUNDS));
    }

    private static Augmentations changes(List<Augmenting> changes, Shape image, long seed) {
        return new Augmentations(changes.stream().map(each -> each.of(image)).toList(), seed);
    }
}
