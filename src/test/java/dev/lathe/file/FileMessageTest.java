package dev.lathe.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMessageTest {
    @TempDir
    Path folder;

    private static String of(Path file, ThrowingCallable action) {
        return FileMessage.of(file, "cannot be read", catchThrowableOfType(IOException.class, action));
    }

    @Test
    void saysWhatIsMissing() {
        Path none = folder.resolve("none");
        Path below = none.resolve("file");
        assertThat(of(none, () -> Files.newInputStream(none))).isEqualTo(none + ": does not exist");
        assertThat(of(below, () -> Files.createDirectory(below))).isEqualTo(below + ": does not exist");
        assertThat(of(below, () -> Files.size(none)))
                .isEqualTo(below + ": cannot be read: " + none + " does not exist");
    }

    @Test
    void saysWhatIsOfAnotherKind() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThat(of(file, () -> Files.list(file).close()))
                .isEqualTo(file + ": cannot be read: " + file + " is not a folder");
        assertThat(of(file, () -> Files.createDirectory(file))).endsWith(file + " exists and is something else");
        assertThat(of(folder, () -> Files.readAllBytes(folder))).isEqualTo(folder + ": cannot be read: Is a directory");
    }

    @Test
    void neverNamesAnException() {
        assertThat(FileMessage.reason(new AccessDeniedException("secret"))).isEqualTo("no permission for secret");
        assertThat(FileMessage.reason(new MalformedInputException(1))).isEqualTo("it is not text in UTF-8");
        assertThat(FileMessage.reason(new IOException("Not in GZIP format"))).isEqualTo("Not in GZIP format");
        assertThat(FileMessage.reason(new IOException())).isEqualTo("no reason is known");
    }
}
