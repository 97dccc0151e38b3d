/**
 * Operators as data: one record each, with every shape check in {@link dev.lathe.op.Op#infer}. {@code Op} lists them
 * all. {@code Window}, {@code Padding} and {@code Geometry} are what operators with windows share, {@code Activation}
 * and {@code Epilogue} what can be fused; {@code Operands} is what an operator is asked about.
 */
@NullMarked
package dev.lathe.op;

import org.jspecify.annotations.NullMarked;
