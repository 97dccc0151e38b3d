/** The ONNX project's test cases, run on a device. */
@NullMarked
package dev.lathe.check;

import org.jspecify.annotations.NullMarked;
