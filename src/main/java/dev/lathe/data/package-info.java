/** Labelled data sets, images and their preprocessing. */
@NullMarked
package dev.lathe.data;

import org.jspecify.annotations.NullMarked;
