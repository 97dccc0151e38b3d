/** Searching for the smallest network within a budget: pure arithmetic, which knows no network and no device. */
@NullMarked
package dev.lathe.compress.search;

import org.jspecify.annotations.NullMarked;
