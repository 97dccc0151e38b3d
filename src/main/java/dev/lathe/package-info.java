/**
 * The façade: {@link dev.lathe.Engine}, {@link dev.lathe.Model}, {@link dev.lathe.Session}. All that an embedding
 * service needs.
 */
@NullMarked
package dev.lathe;

import org.jspecify.annotations.NullMarked;
