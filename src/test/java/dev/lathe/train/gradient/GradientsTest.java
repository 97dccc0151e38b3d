package dev.lathe.train.gradient;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientsTest {
    static List<GradientCase> cases() {
        return GradientCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatDifferencesTell(GradientCase each) {
        Differences.check(
                each.graph(), GradientCase.LOSS, List.copyOf(each.inputs().keySet()), each.inputs());
    }
}
