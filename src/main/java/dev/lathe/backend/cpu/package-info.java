/**
 * The CPU engine: vectors, threads, packed weights, reused buffers.
 *
 * <ul>
 *   <li>Running a graph: {@code CpuBackend}, {@code CpuExecutable}, {@code Frame} (the tensors of one call),
 *       {@code BufferPlan}, {@code WorkerPool}. {@code CpuKernels} says which kernel runs which operator.
 *   <li>Innermost loops: {@code MicroKernel} (register tiles), {@code Stretches} (flat arrays), {@code Curves}
 *       (exponentials and their kin), each in vectors and in plain Java.
 *   <li>Matrix products: {@code Packing}, {@code Tiles}, {@code MatrixProduct}, {@code MatrixKernels}.
 *   <li>Convolution: {@code DepthwiseConv}, {@code FilterLaneConv}, {@code PositionLaneConv} on planes laid out by
 *       {@code Phases}; {@code PointConv} for 1x1 windows; {@code GemmConv} on {@code Columns}; {@code Epilogues}
 *       finish sums.
 *   <li>The rest by family: {@code ...Kernels}, {@code ...Pool}, {@code ...Copy}.
 * </ul>
 */
@NullMarked
package dev.lathe.backend.cpu;

import org.jspecify.annotations.NullMarked;
