package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What lowering takes from tuning and what it does not. */
class TunablesTest {
    private static final Conv CONV = new Conv(
            new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1))),
            1,
            Epilogue.NONE);
    private static final Operands OPERANDS =
            Operands.ofTypes(TensorType.float32(Shape.of(1, 5, 9, 30)), TensorType.float32(Shape.of(70, 5, 3, 3)));

    private record Choice(TunedKernel kernel, Map<String, Integer> defines) {
        Traits device() {
            return kernel == TunedKernel.CONV_TILED ? Devices.GPU : Devices.CPU;
        }

        Tuning tuning() {
            return (asked, _) -> asked.equals(kernel.entry()) ? Optional.of(defines) : Optional.empty();
        }
    }

    private static List<Launch> launches(Traits device, Tuning tuning) {
        Call call = new Call(OPERANDS, new ArrayList<>(CONV.infer(OPERANDS)), device, tuning);
        return ((Lowered.Launches) Lowerings.lower(CONV, call)).launches();
    }

    /** All of the launches but tables, which are not equal to one another. */
    private static List<Launch> plain(Traits device, Tuning tuning) {
        return launches(device, tuning).stream()
                .map(launch -> new Launch(
                        launch.kernel(),
                        launch.defines(),
                        launch.grid(),
                        launch.args().stream()
                                .filter(arg -> !(arg instanceof Arg.Table))
                                .toList()))
                .toList();
    }

    static Stream<Choice> forbidden() {
        return Stream.of(
                strips(0, 3, 0),
                strips(25, 1, 0),
                strips(8, 0, 0),
                strips(4, 9, 0),
                strips(7, 7, 0),
                strips(8, 3, -1),
                new Choice(TunedKernel.CONV_STRIPS, Map.of("FILTERS", 8, "VECTORS", 3)),
                new Choice(TunedKernel.WINOGRAD, Map.of("TILE_OUT", 3)),
                new Choice(TunedKernel.WINOGRAD, Map.of("TILE_OUT", -2)),
                new Choice(TunedKernel.WINOGRAD, Map.of()),
                tiled(16, 16, 4, 4, 512),
                tiled(0, 16, 4, 4, 16),
                tiled(2, 16, 4, 4, 16),
                tiled(16, 16, 4, 4, 5),
                tiled(8, 16, 2, 4, 16),
                tiled(16, 16, 16, 16, 16));
    }

    private static Choice strips(int filters, int vectors, int band) {
        return new Choice(TunedKernel.CONV_STRIPS, Map.of("FILTERS", filters, "VECTORS", vectors, "BAND", band));
    }

    private static Choice tiled(int groupM, int groupN, int threadM, int threadN, int depth) {
        return new Choice(TunedKernel.CONV_TILED, new LocalTile(groupM, groupN, threadM, threadN, depth).defines());
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whatAKernelForbidsIsNotUsed(Choice choice) {
        assertThat(Tunables.complaint(choice.kernel, choice.defines)).isNotEmpty();
        assertThat(plain(choice.device(), choice.tuning())).isEqualTo(plain(choice.device(), Tuning.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void candidatesAreAllowedAndUsed(TunedKernel kernel) {
        Traits device = new Choice(kernel, Map.of()).device();
        List<Map<String, Integer>> candidates = Tunables.candidates(kernel, device);
        assertThat(candidates).hasSizeGreaterThan(2).doesNotHaveDuplicates();
        assertThat(candidates).allSatisfy(defines -> {
            assertThat(Tunables.complaint(kernel, defines)).isEmpty();
            List<Launch> launches = launches(device, new Choice(kernel, defines).tuning());
            if (kernel == TunedKernel.WINOGRAD) {
                boolean used =
                        launches.stream().anyMatch(launch -> launch.kernel().startsWith("winograd/"));
                assertThat(used).isEqualTo(defines.get("TILE_OUT") > 0);
            } else {
                Map<String, String> used = launches.stream()
                        .filter(launch -> launch.entry().equals(kernel.entry()))
                        .findFirst()
                        .orElseThrow()
                        .defines();
                defines.forEach((name, value) -> assertThat(
                                name.equals("BAND") || used.get(name).equals(value.toString()))
                        .isTrue());
            }
        });
    }

    @Test
    void aTileThatTheDeviceHasNoRoomForGivesWayToTheRule() {
        Traits small = new Traits(false, 4, 1, 64, 1 << 15, 128, true, false, 1L << 30);
        Tuning tuning = tiled(16, 16, 4, 4, 16).tuning();
        assertThat(plain(small, tuning)).isEqualTo(plain(small, Tuning.NONE));
        assertThat(launches(Devices.GPU, tuning).getLast().defines()).containsEntry("GROUP_M", "16");
    }

    @Test
    void aBandIsNeverLongerThanAllTiles() {
        assertThat(plain(Devices.CPU, strips(8, 3, 999_999_999).tuning()))
                .isEqualTo(plain(Devices.CPU, strips(8, 3, 0).tuning()));
    }
}
