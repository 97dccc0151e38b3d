/** The command line: arguments in, printed results out. */
@NullMarked
package dev.lathe.cli;

import org.jspecify.annotations.NullMarked;
