/** Bits, codes and coders. */
@NullMarked
package dev.lathe.compress.entropy;

import org.jspecify.annotations.NullMarked;
