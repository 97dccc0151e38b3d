/** ONNX files to graphs and back. The only package that sees protobuf. */
@NullMarked
package dev.lathe.onnx;

import org.jspecify.annotations.NullMarked;
