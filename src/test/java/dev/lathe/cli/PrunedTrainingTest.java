package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.Model;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} and {@code finetune} with {@code --prune}. LeNet-300-100 has 266,200 weights in three matrices. */
class PrunedTrainingTest {
    private static final int IP1 = 784 * 300;
    private static final int IP2 = 300 * 100;
    private static final int IP3 = 100 * 10;

    @TempDir
    private Path folder;

    private String data;

    @BeforeEach
    void writeImages() throws IOException {
        data = new HalfBright(folder).spec();
    }

    private Object[] train(String output, Object... more) {
        return command(List.of("train", "lenet-300-100"), output, more);
    }

    private Object[] finetune(String model, String output, Object... more) {
        return command(List.of("finetune", folder.resolve(model)), output, more);
    }

    private Object[] command(List<Object> begin, String output, Object... more) {
        List<Object> words = new ArrayList<>(begin);
        words.addAll(List.of("--data", data, "-o", folder.resolve(output), "--batch", 9, "--rate", 0.01));
        words.addAll(List.of("--device", "cpu", "--threads", 1));
        words.addAll(List.of(more));
        return words.toArray();
    }

    private static int kept(JsonNode report, String name) {
        return report.at("/masked/" + name + "/kept").asInt();
    }

    private Tensor weights(String model, String name) {
        Tensor weights = Model.load(folder.resolve(model)).graph().constant(name);
        assertThat(weights).as(name).isNotNull();
        return weights;
    }

    private static int nonZero(Tensor weights) {
        int count = 0;
        for (int i = 0; i < weights.size(); i++) {
            count += weights.floats()[i] == 0 ? 0 : 1;
        }
        return count;
    }

    @Test
    void eachLayerGetsItsDensityAndKeepsItInTheFile() throws IOException {
        Object[] pruning = {"--prune", "density:0.02", "--prune-layers", "ip2=0.1,ip?=0.05,/ip[3]/=0.3"};
        JsonNode found = Invocation.json(train("net.lathe", with(pruning, "--epochs", 4, "--prune-until", 2)));
        assertThat(kept(found, "ip1.weight")).isEqualTo(Math.round(0.05 * IP1));
        assertThat(kept(found, "ip2.weight")).isEqualTo(Math.round(0.05 * IP2));
        assertThat(kept(found, "ip3.weight")).isEqualTo(Math.round(0.3 * IP3));
        assertThat(found.at("/masked/ip2.weight/of").asInt()).isEqualTo(IP2);
        assertThat(found.get("best").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(nonZero(weights("net.lathe", "ip1.weight"))).isBetween(1, kept(found, "ip1.weight"));
        assertThat(Files.size(folder.resolve("net.lathe"))).isLessThan(4 * (IP1 + IP2 + IP3) / 8);
    }

    @Test
    void allLayersCompeteAndDeadNeuronsGo() throws IOException {
        JsonNode found = Invocation.json(
                train("net.onnx", "--prune", "global:0.001", "--prune-schedule", "oneshot", "--epochs", 2));
        int kept = kept(found, "ip1.weight") + kept(found, "ip2.weight") + kept(found, "ip3.weight");
        assertThat(kept).isEqualTo(Math.round(0.001 * (IP1 + IP2 + IP3)));
        JsonNode removed = found.at("/removed/0");
        assertThat(removed.get("node").asText()).isEqualTo("ip1");
        int left = removed.get("after").asInt();
        assertThat(left).isBetween(1, 299);
        assertThat(weights("net.onnx", "ip1.weight").shape().dim(0)).isEqualTo(left);
        JsonNode judged = Invocation.json("eval", folder.resolve("net.onnx"), "--data", data, "--device", "cpu");
        assertThat(judged.get("top1").asDouble()).isBetween(0.4, 1.0);
    }

    @Test
    void whatWasPrunedGoesOnAndIsSharedAfterwards() throws IOException {
        Invocation.json(train("net.onnx", "--epochs", 1));
        Object[] rounds = {"--prune", "density:0.04", "--prune-schedule", "iterative:2", "--prune-until", 2};
        JsonNode found = Invocation.json(finetune("net.onnx", "thin.lathe", with(rounds, "--epochs", 3)));
        assertThat(kept(found, "ip1.weight")).isEqualTo(Math.round(0.04 * IP1));
        Path small = folder.resolve("small.lathe");
        Invocation.json("compress", folder.resolve("thin.lathe"), "-o", small, "--bits", "5,3,2");
        assertThat(distinct(weights("small.lathe", "ip1.weight"))).isLessThanOrEqualTo((1 << 3) + 1);
        assertThat(distinct(weights("small.lathe", "ip1.bias"))).isLessThanOrEqualTo((1 << 2) + 1);
        Invocation.json(finetune("small.lathe", "tuned.lathe", "--epochs", 1));
        assertThat(distinct(weights("tuned.lathe", "ip1.weight"))).isLessThanOrEqualTo((1 << 3) + 1);
        assertThat(nonZero(weights("tuned.lathe", "ip1.weight")))
                .isLessThanOrEqualTo(nonZero(weights("small.lathe", "ip1.weight")));
        Invocation.of(finetune("small.lathe", "o.onnx", "--prune", "density:0.01"))
                .assertFailed("shares its weights", "prune before sharing");
        Invocation.json(finetune("small.lathe", "o.onnx", "--prune", "density:0.01", "--free-shared", "--epochs", 2));
    }

    private static long distinct(Tensor weights) {
        return IntStream.range(0, weights.size())
                .mapToObj(i -> weights.floats()[i])
                .distinct()
                .count();
    }

    /** 54 images in batches of 9 are six steps: the checkpoint is of the second step of the second epoch. */
    @Test
    void aPrunedTrainingThatGoesOnGivesTheSameFile() throws IOException {
        Path state = folder.resolve("state");
        Object[] rest = {"--prune", "global:0.03", "--prune-until", 2, "--regrow", 0.2, "--schedule", "constant"};
        rest = with(rest, "--checkpoint", state, "--checkpoint-every", 8);
        Invocation.json(train("whole.lathe", with(rest, "--epochs", 4)));
        Files.delete(state);
        Invocation.json(train("first.lathe", with(rest, "--epochs", 3)));
        Invocation.json(train("second.lathe", with(rest, "--epochs", 4, "--resume")));
        assertThat(folder.resolve("second.lathe")).hasSameBinaryContentAs(folder.resolve("whole.lathe"));
        Object[] other = train("third.lathe", with(rest, "--epochs", 4, "--resume", "--prune", "global:0.02"));
        Invocation.of(other).assertUsage("--prune");
    }

    private static Object[] with(Object[] words, Object... more) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Test
    void wrongUsageAndBadInputAreTold() {
        refuse("'std:1'", "--prune", "std:1");
        refuse("'density:1.5'", "--prune", "density:1.5");
        refuse("for all layers together", "--prune", "global:0.1", "--prune-layers", "ip1=0.2");
        refuse("'often'", "--prune", "density:0.1", "--prune-schedule", "often");
        refuse("not at 3.0", "--prune", "density:0.1", "--prune-from", 4, "--prune-until", 3);
        refuse("want --prune", "--prune-layers", "ip1=0.2");
        refuse("want --prune", "--prune-schedule", "cubic");
        Invocation.of(train("o.onnx", "--prune", "density:0.1", "--prune-layers", "ip4=0.2"))
                .assertFailed("'ip4'", "ip1", "ip3");
        Invocation.of(train("o.onnx", "--prune", "density:0.1", "--prune-layers", "ip1=2"))
                .assertFailed("0..1", "2.0");
        Invocation.of(train("o.onnx", "--prune", "density:0.1", "--epochs", 2, "--prune-until", 2))
                .assertFailed("leaves no whole one of 2");
        assertThat(folder.resolve("o.onnx")).doesNotExist();
    }

    private void refuse(String part, Object... pruning) {
        Invocation.of(train("o.onnx", pruning)).assertUsage(part);
    }
}
