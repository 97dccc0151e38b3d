/**
 * Steps of training on the CPU beside PyTorch's, in turns. Compiled in Maven's profile {@code bench} only; no part of
 * what ships.
 */
@NullMarked
package dev.lathe.bench.training;

import org.jspecify.annotations.NullMarked;
