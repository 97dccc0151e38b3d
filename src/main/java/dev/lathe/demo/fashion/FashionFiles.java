package dev.lathe.demo.fashion;

import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.data.Preprocessing.ChannelOrder;
import dev.lathe.data.Preprocessing.Layout;
import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The network that ships with Lathe and its images, as files in a folder for temporary ones: what is done to them is
 * what the commands do. {@code docs/reproductions/fashion-mnist.md} tells where they come from.
 */
final class FashionFiles implements AutoCloseable {
    /** As the network was trained: mean and deviation of the training images' pixels. */
    static final Preprocessing PREPROCESSING =
            new Preprocessing(null, null, 1 / 255f, List.of(0.286f), List.of(0.353f), ChannelOrder.RGB, Layout.NCHW);

    private static final String NETWORK = "fashion-vgg.lathe";
    private static final String TEST_IMAGES = "test-images.idx.gz";
    private static final String TEST_LABELS = "test-labels.idx.gz";
    private static final String TRAINING_IMAGES = "training-images.idx.gz";
    private static final String TRAINING_LABELS = "training-labels.idx.gz";

    private final Path folder;

    private FashionFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks them. The caller closes, which deletes the folder and all that was put there.
     *
     * @throws DataException if there is no room for them
     */
    static FashionFiles unpacked() {
        FashionFiles files = new FashionFiles(temporary());
        boolean complete = false;
        try {
            List.of(NETWORK, TEST_IMAGES, TEST_LABELS, TRAINING_IMAGES, TRAINING_LABELS)
                    .forEach(files::unpack);
            complete = true;
            return files;
        } finally {
            if (!complete) {
                files.close();
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lathe-demo-");
        } catch (IOException e) {
            throw new DataException("no temporary folder for the demonstration: " + FileMessage.reason(e), e);
        }
    }

    private void unpack(String name) {
        WholeFile.write(path(name), out -> {
            try (InputStream in = Objects.requireNonNull(FashionFiles.class.getResourceAsStream(name), name)) {
                in.transferTo(out);
            }
        });
    }

    /** A file of this name in the folder. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** The network as it was trained. */
    Path network() {
        return path(NETWORK);
    }

    /** The first 1,000 of the images that nothing was learned from. */
    DatasetSpec test() {
        return new DatasetSpec.IdxPair(path(TEST_IMAGES), path(TEST_LABELS));
    }

    /** The first 2,000 of the images that the network learned from. */
    DatasetSpec training() {
        return new DatasetSpec.IdxPair(path(TRAINING_IMAGES), path(TRAINING_LABELS));
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new DataException(FileMessage.of(folder, "cannot be deleted", e), e);
        }
    }
}
