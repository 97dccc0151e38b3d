/** The {@code .lathe} file: a graph and its entropy-coded weights. */
@NullMarked
package dev.lathe.container;

import org.jspecify.annotations.NullMarked;
