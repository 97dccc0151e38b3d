/**
 * Training and fine-tuning: parameters, optimisers, batches, and the loop around a step that somebody else computes.
 */
@NullMarked
package dev.lathe.train;

import org.jspecify.annotations.NullMarked;
