/** The search that shrinks a file: networks are built, run, trained and recorded here. */
@NullMarked
package dev.lathe.compress.search.job;

import org.jspecify.annotations.NullMarked;
