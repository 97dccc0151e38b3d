/** Makes networks smaller: what is done to which layer, why, and what it bought. */
@NullMarked
package dev.lathe.compress;

import org.jspecify.annotations.NullMarked;
