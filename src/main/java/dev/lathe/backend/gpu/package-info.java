/**
 * Graphs on devices with memory and a queue of their own: what every GPU API has in common.
 * {@link dev.lathe.backend.gpu.GpuDriver} is all that one of them has to bring.
 */
@NullMarked
package dev.lathe.backend.gpu;

import org.jspecify.annotations.NullMarked;
