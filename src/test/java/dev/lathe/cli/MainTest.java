package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, help and what does not need a model. */
class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"devices", "inspect", "run", "check", "eval", "bench", "zoo", "export", "demo"})
    void everyCommandHasHelp(String command) {
        Invocation call = Invocation.of(command, "--help");
        assertThat(call.code()).isZero();
        assertThat(call.out()).startsWith("Usage: lathe " + command);
        assertThat(call.err()).isEmpty();
        assertThat(Invocation.of("--help").out()).contains("  " + command + " ");
    }

    @Test
    void tellsItsVersion() {
        Invocation call = Invocation.of("--version");
        assertThat(call.code()).isZero();
        assertThat(call.out()).startsWith("lathe ");
    }

    @Test
    void wrongUsageIsTwo() {
        Invocation.of().assertUsage("Which command?");
        Invocation.of("dance").assertUsage("dance");
        Invocation.of("run").assertUsage("MODEL");
        Invocation.of("devices", "--loud").assertUsage("--loud");
        Invocation.of("eval", "m.onnx").assertUsage("--data");
        Invocation.of("eval", "m.onnx", "--data", "voc:x").assertUsage("'voc:x'", "images:DIR");
        Invocation.of("eval", "m.onnx", "--data", "mnist:x", "--std", "0").assertUsage("std");
        Invocation.of("eval", "m.onnx", "--data", "mnist:x", "--std", "-0").assertUsage("std");
        Invocation.of("eval", "m.onnx", "--data", "mnist:x", "--mean", "0,NaN,0")
                .assertUsage("mean");
        Invocation.of("eval", "m.onnx", "--data", "mnist:x", "--batch", "0").assertUsage("--batch");
        Invocation.of("eval", "m.onnx", "--data", "mnist:x", "--crop", "big").assertUsage("'big'");
        Invocation.of("run", "m.onnx", "--image", "a", "--input", "x=b").assertUsage("--image", "--input");
        Invocation.of("run", "m.onnx", "--scale", "1/0").assertUsage("--scale");
        Invocation.of("inspect", "m.onnx", "--shape", "x=1xq").assertUsage("'1xq'");
        Invocation.of("bench", "m.onnx", "--seconds", "0").assertUsage("--seconds");
        Invocation.of("bench").assertUsage("MODEL", "--suite");
        Invocation.of("bench", "m.onnx", "n.onnx").assertUsage("MODEL", "got 2");
        Invocation.of("bench", "--suite", "lenet").assertUsage("'lenet'", "lenet5");
        Invocation.of("bench", "--suite", "--shape", "input=1x1x28x28").assertUsage("--shape");
        Invocation.of("zoo", "resnet", "-o", "x.onnx").assertUsage("'resnet'", "resnet50");
    }

    @Test
    void failureIsOneWithOneSentence(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");
        for (String command : new String[] {"inspect", "run", "bench"}) {
            Invocation.of(command, broken).assertFailed("broken.onnx");
            Invocation.of(command, folder.resolve("none.onnx")).assertFailed("none.onnx");
        }
        Invocation.of("check", folder).assertFailed("model.onnx");
        Invocation.of("check", folder.resolve("none")).assertFailed("none");
    }

    @Test
    void debugAddsTheStackTrace(@TempDir Path folder) {
        Invocation call = Invocation.of("inspect", folder.resolve("none.onnx"), "--debug");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).startsWith("lathe: ").contains("\tat dev.lathe.");
    }

    @Test
    void listsDevices() throws IOException {
        JsonNode devices = Invocation.json("devices");
        assertThat(devices).isNotEmpty().allSatisfy(device -> assertThat(Invocation.fields(device))
                .containsExactly(
                        "id", "backend", "name", "available", "reason", "computeUnits", "memoryBytes", "driver"));
        assertThat(devices.findValuesAsText("id")).contains("cpu", "reference");
        assertThat(Invocation.of("devices").out()).contains("reference");
    }
}
