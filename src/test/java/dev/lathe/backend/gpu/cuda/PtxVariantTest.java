package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PtxVariantTest {
    private static final Launch LAUNCH = Launch.of("elementwise/binary", Grid.cover(1, 1))
            .define("AXES", 2)
            .define("STEP_0", 1)
            .define("R", "float");

    @Test
    void whatIsFixedIsEqualAndNumbersAreFree() {
        PtxVariant variant = PtxVariant.of("elementwise/binary", "AXES<=2 STEP_0=* R=float");
        assertThat(variant.numbers(LAUNCH)).contains(Map.of("STEP_0", "1"));
        assertThat(variant.numbers(LAUNCH.define("AXES", 3))).isEmpty();
        assertThat(variant.numbers(LAUNCH.define("R", "uchar"))).isEmpty();
        assertThat(variant.numbers(LAUNCH.define("MORE", 1))).isEmpty();
    }

    @Test
    void everyNumberHasToBeThereButABoundNeedNot() {
        PtxVariant variant = PtxVariant.of("elementwise/binary", "AXES<=2 STEP_0=* STEP_1=* R=float");
        assertThat(variant.numbers(LAUNCH)).isEmpty();
        Launch row = Launch.of("elementwise/binary", Grid.cover(1, 1))
                .define("STEP_0", 1)
                .define("STEP_1", 0)
                .define("R", "float");
        assertThat(variant.numbers(row)).contains(Map.of("STEP_0", "1", "STEP_1", "0"));
    }

    @Test
    void theModuleWithTheLeastSlackIsChosen() {
        Launch add = Launch.of("elementwise/binary", Grid.cover(1, 1))
                .define("STEP_0", 1)
                .define("STEP_1", 1)
                .define("R", "float")
                .define("FUNCTION", "ADD");
        PtxVariants variants = PtxVariants.shipped();
        String none = variants.find(add).orElseThrow().file();
        String one = variants.find(add.define("AXES", 1)).orElseThrow().file();
        String two = variants.find(add.define("AXES", 2)).orElseThrow().file();
        String three = variants.find(add.define("AXES", 3)).orElseThrow().file();
        assertThat(one).isEqualTo(two).isNotEqualTo(none).isNotEqualTo(three);
        assertThat(none).isNotEqualTo(three);
    }

    @Test
    void numbersAreWrittenBitByBit() {
        String text =
                """
                .const .align 4 .u32 number_KH;
                .const .align 4 .f32 number_BETA;
                .const .align 4 .f32 number_LOW;
                .const .align 4 .u32 other;
                """;
        assertThat(PtxNumbers.written(text, Map.of("KH", "-3", "BETA", "0x1.8p-1f", "LOW", "(-INFINITY)")))
                .isEqualTo(
                        """
                        .const .align 4 .u32 number_KH = -3;
                        .const .align 4 .f32 number_BETA = 0f3F400000;
                        .const .align 4 .f32 number_LOW = 0fFF800000;
                        .const .align 4 .u32 other;
                        """);
        assertThatThrownBy(() -> PtxNumbers.written(text, Map.of("KH", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BETA");
    }
}
