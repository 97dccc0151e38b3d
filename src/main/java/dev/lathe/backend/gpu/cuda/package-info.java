/** CUDA by JCuda; the only package that knows it. */
@NullMarked
package dev.lathe.backend.gpu.cuda;

import org.jspecify.annotations.NullMarked;
