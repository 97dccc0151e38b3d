package dev.lathe.data;

import dev.lathe.error.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where labelled images are, as the user types it; {@link #open} reads them. */
public sealed interface DatasetSpec {
    /** What {@link #parse} takes. */
    String SYNTAX = "mnist:DIR, fashion-mnist:DIR, cifar10:FILE[,FILE...], idx:IMAGES,LABELS or images:DIR";

    /** Part of a data set that comes in two. */
    enum Split {
        TRAIN("train"),
        TEST("t10k");

        private final String prefix;

        Split(String prefix) {
            this.prefix = prefix;
        }
    }

    /** MNIST or a data set distributed under the same four file names, with or without {@code .gz}. */
    record Mnist(Path folder) implements DatasetSpec {
        @Override
        public Dataset open(Split split) {
            return Idx.read(file(split.prefix + "-images-idx3-ubyte"), file(split.prefix + "-labels-idx1-ubyte"));
        }

        private Path file(String name) {
            Path plain = folder.resolve(name);
            Path zipped = folder.resolve(name + ".gz");
            if (!Files.exists(plain) && !Files.exists(zipped)) {
                throw new DataException(folder + ": holds neither " + name + " nor " + name + ".gz");
            }
            return Files.exists(plain) ? plain : zipped;
        }
    }

    /** {@link CifarBinary} files; the split is what the user listed. */
    record Cifar10(List<Path> files) implements DatasetSpec {
        public Cifar10 {
            files = List.copyOf(files);
        }

        @Override
        public Dataset open(Split split) {
            return CifarBinary.read(files);
        }
    }

    /** Two {@link Idx} files. */
    record IdxPair(Path images, Path labels) implements DatasetSpec {
        @Override
        public Dataset open(Split split) {
            return Idx.read(images, labels);
        }
    }

    /** An {@link ImageFolder}. */
    record Images(Path folder) implements DatasetSpec {
        @Override
        public Dataset open(Split split) {
            return ImageFolder.read(folder);
        }
    }

    /**
     * Reads the data set.
     *
     * @param split which part, where the files tell parts apart
     * @throws DataException if files are missing or malformed
     */
    Dataset open(Split split);

    /**
     * Reads {@link #SYNTAX}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    static DatasetSpec parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        if (colon < 0 || rest.isBlank()) {
            throw malformed(text);
        }
        return switch (text.substring(0, colon)) {
            case "mnist", "fashion-mnist" -> new Mnist(Path.of(rest));
            case "cifar10" -> new Cifar10(paths(text, rest));
            case "idx" -> {
                List<Path> pair = paths(text, rest);
                if (pair.size() != 2) {
                    throw malformed(text);
                }
                yield new IdxPair(pair.get(0), pair.get(1));
            }
            case "images" -> new Images(Path.of(rest));
            default -> throw malformed(text);
        };
    }

    private static List<Path> paths(String text, String commaSeparated) {
        List<Path> paths = new ArrayList<>();
        for (String part : commaSeparated.split(",", -1)) {
            if (part.isBlank()) {
                throw malformed(text);
            }
            paths.add(Path.of(part));
        }
        return paths;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'" + text + "' is no data set, wanted " + SYNTAX);
    }
}
