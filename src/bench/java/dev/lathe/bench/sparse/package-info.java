/**
 * Pruned layers on the CPU beside the same layers with all their weights. Compiled in Maven's profile {@code bench}
 * only; no part of what ships.
 */
@NullMarked
package dev.lathe.bench.sparse;

import org.jspecify.annotations.NullMarked;
