/** Training files: a network, a data set and a recipe in, a network and a report out. */
@NullMarked
package dev.lathe.train.job;

import org.jspecify.annotations.NullMarked;
