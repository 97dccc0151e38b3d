/**
 * The CPU engine: vectors, threads, packed weights, reused buffers.
 *
 * <ul>
 *   <li>Running a graph: {@code CpuBackend}, {@code CpuExecutable}, {@code Frame} (the tensors of one call),
 *       {@code Schedule}, {@code BufferPlan}, {@code WorkerPool}. {@code CpuKernels} says which kernel runs which
 *       operator.
 *   <li>Orders of images: {@code Layouts} says which are held channels last; {@code ChannelKernels} runs what works on
 *       those: {@code ChannelPool}, {@code ChannelNorms}, convolutions. {@code Concats} says which results are written
 *       right to their {@code Place} in a concatenation.
 *   <li>Innermost loops: {@code MicroKernel} (register tiles), {@code StreamKernel} (tiles for what is read once),
 *       {@code ChannelLoops} (channels side by side), {@code TurnLoops} (rows that become columns), {@code AxisLoops},
 *       {@code WinogradLoops} and {@code LineLoops} (transforms), {@code FloatLoops} (flat arrays), {@code Curves}
 *       (exponentials and their kin), each in vectors and in plain Java.
 *   <li>Matrix products: {@code Packing}, {@code Tiles}, {@code MatrixProduct}, {@code MatrixKernels}.
 *   <li>Convolution: {@code DirectConv} with {@code DirectFilters} and {@code DirectWindows}, {@code DepthwiseConv} on
 *       {@code Windows}, {@code WinogradConv}, {@code StreamedWinograd} or, along one axis, {@code WinogradLineConv}
 *       where {@code WinogradChoice} says so; {@code GemmConv} on {@code Columns} for three axes; {@code Epilogues}
 *       finish sums. {@code ChainConv} is three in a row, {@code PooledConv} one with its pool ({@code ConvLines}),
 *       both band by band ({@code Bands}).
 *   <li>Pruned layers: of {@code KeptWeights}, {@code SparseRows} (which are {@code PickedRows} or
 *       {@code GatheredRows}) and {@code SparseConv}, where {@code SparseChoice} says so.
 *   <li>The rest by family: {@code ...Kernels}, {@code ...Pool}, {@code ...Copy}.
 * </ul>
 */
@NullMarked
package dev.lathe.backend.cpu;

import org.jspecify.annotations.NullMarked;
