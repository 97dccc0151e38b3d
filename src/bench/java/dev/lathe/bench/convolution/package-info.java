/**
 * Measures single convolutions on Lathe's devices and in CLBlast, in turns. Compiled in Maven's profile {@code bench}
 * only; no part of what ships.
 */
@NullMarked
package dev.lathe.bench.convolution;

import org.jspecify.annotations.NullMarked;
