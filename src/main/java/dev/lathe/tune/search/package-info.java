/** Measures which tile sizes are fast on a device and writes them to the user's tuning database. */
@NullMarked
package dev.lathe.tune.search;

import org.jspecify.annotations.NullMarked;
