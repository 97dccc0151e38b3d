package dev.lathe.backend.gpu;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** All cases of all operators that devices have kernels for. */
public final class OpCases {
    private OpCases() {}

    /** In a fixed order; no two have the same name. */
    public static List<OpCase> all() {
        return Stream.of(
                        ElementwiseCases.all(),
                        BinaryCases.all(),
                        ReductionCases.all(),
                        NormCases.all(),
                        PoolCases.all(),
                        ConvTransposeCases.all(),
                        MovementCases.all(),
                        GatheringCases.all(),
                        ResizeCases.all(),
                        QuantizationCases.all(),
                        IntegerProductCases.all(),
                        ConvCases.all(),
                        ProductCases.all())
                .flatMap(Collection::stream)
                .toList();
    }

    /** Those, and operators that devices run as several others, whose values take each other's memory. */
    static List<OpCase> andExpanded() {
        return Stream.concat(all().stream(), TrainingCases.all().stream()).toList();
    }

    /** {@link #all}, and chains of convolutions. */
    static List<GraphCase> andChains() {
        return Stream.concat(all().stream(), ChainCases.all().stream())
                .map(GraphCase.class::cast)
                .toList();
    }

    /** {@link #andExpanded}, and chains of convolutions. */
    static List<GraphCase> everything() {
        return Stream.concat(andExpanded().stream(), ChainCases.all().stream())
                .map(GraphCase.class::cast)
                .toList();
    }
}
