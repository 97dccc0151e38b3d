/** Weight sharing: few distinct values per layer. */
@NullMarked
package dev.lathe.compress.cluster;

import org.jspecify.annotations.NullMarked;
