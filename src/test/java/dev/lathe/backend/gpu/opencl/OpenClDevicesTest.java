package dev.lathe.backend.gpu.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Required;
import dev.lathe.Session;
import dev.lathe.SmallModels;
import dev.lathe.backend.Device;
import dev.lathe.error.DeviceException;
import dev.lathe.tensor.Tensor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClDevicesTest {
    @Test
    void listingNeverFails() {
        assertThat(OpenClDevices.describe()).isNotEmpty().allSatisfy(device -> {
            assertThat(device.backend()).isEqualTo("opencl");
            assertThat(device.available()).isEqualTo(device.reason().isEmpty());
        });
    }

    @Test
    void aListedDeviceSaysWhatItIs() {
        Required.device("opencl:0");
        Device device = OpenClDevices.describe().get(0);
        assertThat(device.id()).isEqualTo("opencl:0");
        assertThat(device.name()).isNotBlank();
        assertThat(device.driver()).isNotBlank();
        assertThat(device.computeUnits()).isPositive();
        assertThat(device.memoryBytes()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opencl:99", "opencl:0/0", "opencl:0/99999", "opencl:0/1/99999"})
    void whatIsNotThereIsAnError(String id) {
        Required.device("opencl:0");
        assertThatThrownBy(() -> Engine.open(id))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opencl", "opencl:", "opencl:x", "opencl:0/", "opencl:0/1/2/3", "opencl:-1"})
    void idsOfAnotherFormAreUnknown(String id) {
        Required.device("opencl:0");
        assertThatThrownBy(() -> Engine.open(id))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(id)
                .hasMessageContaining("opencl:0");
    }

    @Test
    void aPartOfADeviceGivesTheBitsOfTheWhole() {
        Required.device("opencl:0");
        int units = OpenClDevices.describe().get(0).computeUnits();
        Model model = SmallModels.classifier(1);
        Map<String, Tensor> inputs = Map.of("x", SmallModels.random(new Random(1), 2, 3, 9, 9));
        Tensor whole = run("opencl:0", units, model, inputs);
        for (int number = 0; number < units; number++) {
            assertThat(run("opencl:0/1/" + number, 1, model, inputs).sameBits(whole))
                    .isTrue();
        }
        assertThat(run("opencl:0/" + units, units, model, inputs).sameBits(whole))
                .isTrue();
    }

    private static Tensor run(String id, int units, Model model, Map<String, Tensor> inputs) {
        try (Engine engine = Engine.open(id);
                Session session = engine.session(model)) {
            assertThat(session.device().id()).isEqualTo(id);
            assertThat(session.device().computeUnits()).isEqualTo(units);
            return session.run(inputs).get("y");
        }
    }
}
