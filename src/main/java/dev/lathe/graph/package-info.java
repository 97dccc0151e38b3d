/** Immutable, checked graphs of operators. */
@NullMarked
package dev.lathe.graph;

import org.jspecify.annotations.NullMarked;
