/** Tile sizes and the like that were measured: what they depend on, and where they are looked up. */
@NullMarked
package dev.lathe.tune;

import org.jspecify.annotations.NullMarked;
