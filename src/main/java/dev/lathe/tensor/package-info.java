/** Values: element types, shapes, host tensors. No arithmetic. */
@NullMarked
package dev.lathe.tensor;

import org.jspecify.annotations.NullMarked;
