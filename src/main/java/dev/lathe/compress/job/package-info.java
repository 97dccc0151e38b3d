/** Compressing a file: configuration in, devices and images brought along, files and a report out. */
@NullMarked
package dev.lathe.compress.job;

import org.jspecify.annotations.NullMarked;
