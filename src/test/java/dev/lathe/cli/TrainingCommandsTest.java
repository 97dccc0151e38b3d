package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.Model;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} and {@code finetune} on noise with a bright upper or lower half. */
class TrainingCommandsTest {
    @TempDir
    private Path folder;

    private String data;

    @BeforeEach
    void writeImages() throws IOException {
        data = new HalfBright(folder).spec();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Object[] train(String output, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "lenet-300-100", "--data", data, "-o", file(output)));
        words.addAll(List.of("--batch", 9, "--rate", 0.01, "--device", "cpu", "--threads", 1));
        words.addAll(List.of(more));
        return words.toArray();
    }

    @Test
    void trainsAndTellsEverythingAsJson() throws IOException {
        JsonNode found = Invocation.json(train("net.onnx", "--epochs", 3, "--augment", "shift:1,flip"));
        assertThat(Invocation.fields(found))
                .containsExactly(
                        "model", "output", "device", "before", "masked", "shared", "removed", "epochs", "best",
                        "seconds");
        assertThat(found.get("epochs")).hasSize(3);
        JsonNode best = found.get("epochs").get(found.get("best").asInt());
        assertThat(Invocation.fields(best)).containsExactly("loss", "top1", "trainingLoss", "trainingTop1", "rate");
        assertThat(best.get("top1").asDouble()).isEqualTo(1);
        assertThat(found.at("/before/top1").asDouble()).isLessThan(1);
        JsonNode judged = Invocation.json("eval", file("net.onnx"), "--data", data, "--device", "cpu");
        assertThat(judged.get("top1").asDouble()).isGreaterThan(0.95);
    }

    @Test
    void epochsAreToldUnderWay() {
        Invocation call =
                Invocation.of(train("net.onnx", "--epochs", 2, "--optimiser", "adamw", "--schedule", "step:1"));
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(call.err().lines()).hasSize(2).allMatch(line -> line.startsWith("epoch "));
        assertThat(call.out()).startsWith("cpu: epoch ").contains("before the training", "net.onnx");
    }

    @Test
    void aTrainingThatGoesOnGivesTheSameFile() throws IOException {
        Path state = file("state");
        Object[] rest = {"--schedule", "constant", "--checkpoint", state, "--checkpoint-every", 2};
        Invocation.json(train("whole.lathe", with(rest, "--epochs", 3)));
        Files.delete(state);
        Invocation.json(train("first.lathe", with(rest, "--epochs", 1)));
        JsonNode found = Invocation.json(train("second.lathe", with(rest, "--epochs", 3, "--resume")));
        assertThat(found.get("epochs")).hasSize(3);
        assertThat(file("second.lathe")).hasSameBinaryContentAs(file("whole.lathe"));
        Invocation.of(train("third.lathe", with(rest, "--epochs", 3, "--resume", "--seed", 2)))
                .assertFailed("state", "another training");
    }

    private static Object[] with(Object[] words, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    private static float[] matrix(Path model) {
        Tensor weights = Model.load(model).graph().constant("ip1.weight");
        return Arrays.copyOf(weights.floats(), weights.size());
    }

    @Test
    void zerosStayZeroAndSharedValuesShared() throws IOException {
        Invocation.json(train("net.onnx", "--epochs", 1));
        Path small = file("small.lathe");
        Invocation.json("compress", file("net.onnx"), "-o", small, "--prune", "density:0.3", "--bits", "4,3");
        Path tuned = file("tuned.lathe");
        List<Object> words = List.of("finetune", small, "--data", data, "--device", "cpu", "--epochs", 2, "-o", tuned);
        JsonNode found = Invocation.json(with(words.toArray(), "--batch", 9, "--teacher", file("net.onnx")));
        assertThat(Invocation.fields(found.get("masked"))).contains("ip1.weight");
        assertThat(found.get("shared")).extracting(JsonNode::asText).contains("ip1.weight");
        float[] before = matrix(small);
        float[] after = matrix(tuned);
        assertThat(after).isNotEqualTo(before);
        Set<Float> values = new HashSet<>();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i] == 0).isEqualTo(before[i] == 0);
            values.add(after[i]);
        }
        assertThat(values).hasSizeLessThanOrEqualTo((1 << 3) + 1);
        JsonNode free = Invocation.json(with(words.toArray(), "--batch", 9, "--free-zeros", "--free-shared"));
        assertThat(free.get("masked")).isEmpty();
        assertThat(free.get("shared")).isEmpty();
    }

    @Test
    void aTeacherAloneWantsNoLabels() throws IOException {
        Invocation.json(train("net.onnx", "--epochs", 1));
        String unlabelled = new HalfBright(folder).unlabelled();
        Object[] rest = {"--device", "cpu", "--epochs", 1, "--batch", 9, "--teacher", file("net.onnx")};
        Invocation.json(with(rest(unlabelled, "a.onnx"), with(rest, "--teacher-share", 1)));
        assertThat(matrix(file("a.onnx"))).isNotEqualTo(matrix(file("net.onnx")));
        Invocation.of(with(rest(unlabelled, "b.onnx"), with(rest, "--hint", "ip2=ip2,none=ip1")))
                .assertFailed("none");
    }

    private Object[] rest(String images, String output) {
        return new Object[] {"finetune", file("net.onnx"), "--data", images, "-o", file(output)};
    }

    @Test
    void wrongUsageAndBadInputAreTold() {
        Invocation.of("train", "lenet5", "--data", data).assertUsage("--output");
        Invocation.of("train", "lenet6", "--data", data, "-o", file("o.onnx")).assertUsage("lenet6", "lenet5");
        Invocation.of(train("o.onnx", "--epochs", 0)).assertUsage("--epochs");
        Invocation.of(train("o.onnx", "--validation", 1)).assertUsage("--validation");
        Invocation.of(train("o.onnx", "--schedule", "often")).assertUsage("'often'", "cosine");
        Invocation.of(train("o.onnx", "--momentum", 1)).assertUsage("momentum");
        Invocation.of(train("o.onnx", "--augment", "blur")).assertUsage("'blur'", "flip");
        Invocation.of(train("o.onnx", "--resume")).assertUsage("--checkpoint");
        Invocation.of(train("o.onnx", "--resume", "--checkpoint", file("none"))).assertFailed("none");
        Invocation.of(train("o.txt")).assertFailed(".onnx or .lathe");
        Invocation.of(train("o.onnx", "--layout", "nhwc")).assertFailed("planes");
        Invocation.of("finetune", file("no.onnx"), "--data", data, "-o", file("o.onnx"))
                .assertFailed("does not exist");
        assertThat(file("o.onnx")).doesNotExist();
    }
}
