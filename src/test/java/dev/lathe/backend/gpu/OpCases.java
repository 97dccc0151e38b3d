package dev.lathe.backend.gpu;

import java.util.List;

/** All cases of all operators. */
final class OpCases {
    private OpCases() {}

    static List<OpCase> all() {
        return ConvCases.all();
    }
}
