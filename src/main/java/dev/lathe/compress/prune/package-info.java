/** Which weights go to zero, and what can be removed because of it. */
@NullMarked
package dev.lathe.compress.prune;

import org.jspecify.annotations.NullMarked;
