/** The papers' architectures with seeded random weights. */
@NullMarked
package dev.lathe.zoo;

import org.jspecify.annotations.NullMarked;
