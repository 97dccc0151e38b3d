/** Reverse-mode gradients: graphs that train other graphs, made of the same operators. */
@NullMarked
package dev.lathe.train.gradient;

import org.jspecify.annotations.NullMarked;
