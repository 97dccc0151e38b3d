/** Low-rank factors of kernels and matrices, and how many of them. Pure arithmetic on arrays. */
@NullMarked
package dev.lathe.compress.lowrank;

import org.jspecify.annotations.NullMarked;
