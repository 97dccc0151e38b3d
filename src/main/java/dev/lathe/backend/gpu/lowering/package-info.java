/** Operators to launches: pure functions, one class for each family, {@code Lowerings} is the table. */
@NullMarked
package dev.lathe.backend.gpu.lowering;

import org.jspecify.annotations.NullMarked;
