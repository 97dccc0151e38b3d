/**
 * What networks should take on graphics cards by arithmetic, and, where there is a card, what they do take. Compiled in
 * Maven's profile {@code bench} only; no part of what ships.
 */
@NullMarked
package dev.lathe.bench.roofline;

import org.jspecify.annotations.NullMarked;
