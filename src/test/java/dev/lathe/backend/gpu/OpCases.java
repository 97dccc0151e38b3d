package dev.lathe.backend.gpu;

import java.util.List;
import java.util.stream.Stream;

/** All cases of all operators. */
final class OpCases {
    private OpCases() {}

    static List<OpCase> all() {
        return Stream.of(
                        ConvCases.all(),
                        MovementCases.all(),
                        GatheringCases.all(),
                        ResizeCases.all(),
                        QuantizationCases.all(),
                        IntegerProductCases.all())
                .flatMap(List::stream)
                .toList();
    }
}
