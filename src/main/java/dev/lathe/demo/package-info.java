/** The demonstration: text regions and their orientation on a real picture. */
@NullMarked
package dev.lathe.demo;

import org.jspecify.annotations.NullMarked;
