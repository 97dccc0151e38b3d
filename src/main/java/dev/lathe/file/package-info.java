/** Files that are either written whole or not at all. */
@NullMarked
package dev.lathe.file;

import org.jspecify.annotations.NullMarked;
