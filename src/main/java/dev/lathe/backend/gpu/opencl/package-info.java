/** OpenCL by JOCL; the only package that knows it. */
@NullMarked
package dev.lathe.backend.gpu.opencl;

import org.jspecify.annotations.NullMarked;
