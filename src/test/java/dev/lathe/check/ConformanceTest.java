package dev.lathe.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.check.CaseResult.Status;
import dev.lathe.error.DataException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.op.Binary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases whose model subtracts its second input from its first, on the reference device. */
class ConformanceTest {
    @TempDir
    private Path folder;

    private Path subtraction(String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        Port a = Port.of("a", DType.FLOAT32, Shape.of(2));
        Port b = Port.of("b", DType.FLOAT32, Shape.of(2));
        Port c = Port.of("c", DType.FLOAT32, Shape.of(2));
        Node node = new Node("sub", new Binary(Binary.Function.SUB), List.of("a", "b"), List.of("c"));
        Graph graph = new Graph("sub", List.of(a, b), List.of(c), Map.of(), List.of(node), Map.of());
        OnnxWriter.write(graph, target.resolve("model.onnx"));
        return target;
    }

    /** A TensorProto: dims (field 1) 2, data_type (2) FLOAT, raw_data (9) of eight bytes. */
    private static void tensor(Path file, float first, float second) throws IOException {
        Files.createDirectories(file.getParent());
        ByteBuffer bytes = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x08, 2, 0x10, 1, 0x4a, 8}).putFloat(first).putFloat(second);
        Files.write(file, bytes.array());
    }

    private static void set(Path target, int index, float expected) throws IOException {
        Path set = target.resolve("test_data_set_" + index);
        tensor(set.resolve("input_0.pb"), 5, 1);
        tensor(set.resolve("input_1.pb"), 2, 3);
        tensor(set.resolve("output_0.pb"), expected, -2);
    }

    private static CaseResult run(Path target) {
        try (Engine engine = Engine.open("reference")) {
            return Conformance.run(target, engine);
        }
    }

    @Test
    void bindsInputsByPositionAndComparesEverySet() throws IOException {
        Path target = subtraction("test_sub");
        set(target, 0, 3);
        assertThat(run(target)).isEqualTo(new CaseResult("test_sub", Status.PASSED, ""));
        set(target, 1, 4);
        CaseResult failed = run(target);
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.reason()).contains("test_data_set_1", "'c'", "wanted 4.0", "got 3.0");
    }

    @Test
    void nothingPassesByNotRunning() throws IOException {
        Path target = subtraction("test_sub");
        assertThat(run(target).status()).isEqualTo(Status.FAILED);
        Files.createDirectories(target.resolve("test_data_set_0"));
        assertThat(run(target).reason()).contains("0 inputs");
        set(target, 0, 3);
        Files.delete(target.resolve("test_data_set_0/output_0.pb"));
        assertThat(run(target).reason()).contains("0 expected outputs");
        Files.writeString(target.resolve("model.onnx"), "broken");
        assertThat(run(target).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void findsCasesByName() throws IOException {
        Path b = subtraction("b");
        Path a = subtraction("a");
        Files.createDirectories(folder.resolve("no_case"));
        assertThat(Conformance.cases(folder)).containsExactly(a, b);
        assertThat(Conformance.cases(b)).containsExactly(b);
        assertThatThrownBy(() -> Conformance.cases(folder.resolve("no_case"))).isInstanceOf(DataException.class);
    }
}
