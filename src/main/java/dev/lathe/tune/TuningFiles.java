package dev.lathe.tune;

import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Where tables lie: those shipped in the jar, and the user's. */
public final class TuningFiles {
    /** Ample for every problem of hundreds of networks; a larger file is not one of ours. */
    private static final int MOST_BYTES = 16 << 20;

    private static final String COMMENT = "Measured by lathe tune; docs/tuning.md says how it is used";

    private TuningFiles() {}

    /**
     * The rows that Lathe brings.
     *
     * @param complaints told a sentence for each line that is wrong, which none should be
     */
    public static TuningTable shipped(TunedKernel kernel, Consumer<String> complaints) {
        String name = "/kernels/tuned/" + kernel.entry() + ".tsv";
        try (InputStream in = TuningFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                complaints.accept(name + " is missing");
                return TuningTable.empty(kernel);
            }
            return TuningTable.parse(kernel, new String(in.readAllBytes(), StandardCharsets.UTF_8), name, complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** The user's file for {@code kernel}. */
    public static Path file(Path folder, TunedKernel kernel) {
        return folder.resolve(kernel.entry() + ".tsv");
    }

    /**
     * The user's rows; none if there is no file.
     *
     * @param folder of the user's tables
     * @param complaints told a sentence for each line, or for the file, that is ignored
     */
    public static TuningTable user(Path folder, TunedKernel kernel, Consumer<String> complaints) {
        Path file = file(folder, kernel);
        if (!Files.exists(file)) {
            return TuningTable.empty(kernel);
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                complaints.accept(file + ": is larger than " + MOST_BYTES + " bytes and ignored");
                return TuningTable.empty(kernel);
            }
            return TuningTable.parse(kernel, Files.readString(file), file.toString(), complaints);
        } catch (IOException e) {
            complaints.accept(FileMessage.of(file, "is ignored", e));
            return TuningTable.empty(kernel);
        }
    }

    /**
     * Replaces rows in the user's file as it is now; other rows stay. Two writers at once never damage the file, but
     * the later one may not see the rows of the other.
     *
     * @param outdated rows to take out
     * @param complaints told a sentence for each line that the file had and that is dropped
     * @throws DataException if the file cannot be written; it is then as it was
     */
    public static void update(
            Path folder,
            TunedKernel kernel,
            Predicate<TuningTable.Key> outdated,
            Map<TuningTable.Key, Map<String, Integer>> fresh,
            Consumer<String> complaints) {
        TuningTable old = user(folder, kernel, complaints);
        TuningTable table = old.replaced(outdated, fresh);
        if (!table.equals(old)) {
            byte[] bytes = table.text(COMMENT).getBytes(StandardCharsets.UTF_8);
            WholeFile.write(file(folder, kernel), out -> out.write(bytes));
        }
    }
}
