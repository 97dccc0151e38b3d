/** The CPU engine: vectors, threads, packed weights, reused buffers. */
@NullMarked
package dev.lathe.backend.cpu;

import org.jspecify.annotations.NullMarked;
