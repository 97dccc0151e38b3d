/** ONNX files to graphs and back. The only package that touches protobuf. */
@NullMarked
package dev.lathe.onnx;

import org.jspecify.annotations.NullMarked;
