/** Operators as data: one record each, with every shape check in {@link dev.lathe.op.Op#infer}. */
@NullMarked
package dev.lathe.op;

import org.jspecify.annotations.NullMarked;
