/** The oracle: nested loops, double accumulators, never optimised. */
@NullMarked
package dev.lathe.backend.reference;

import org.jspecify.annotations.NullMarked;
