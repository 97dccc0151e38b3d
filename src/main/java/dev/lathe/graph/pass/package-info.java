/** Graph to graph: folding and fusion. A pass changes no result beyond rounding. */
@NullMarked
package dev.lathe.graph.pass;

import org.jspecify.annotations.NullMarked;
