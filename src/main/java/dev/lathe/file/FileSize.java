package dev.lathe.file;

import dev.lathe.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large files are. */
public final class FileSize {
    private FileSize() {}

    /**
     * In bytes.
     *
     * @throws DataException if there is no such file, or nobody may look at it
     */
    public static long of(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }
}
