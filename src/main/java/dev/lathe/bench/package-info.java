/** Throughput and latency, several engines side by side in one run. */
@NullMarked
package dev.lathe.bench;

import org.jspecify.annotations.NullMarked;
