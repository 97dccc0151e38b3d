/** What is to be done on a device, as data: {@link dev.lathe.backend.gpu.launch.Launch} and its parts. */
@NullMarked
package dev.lathe.backend.gpu.launch;

import org.jspecify.annotations.NullMarked;
