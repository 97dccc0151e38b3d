/** The demonstration of compression: a small network that ships with Lathe, made smaller step by step. */
@NullMarked
package dev.lathe.demo.fashion;

import org.jspecify.annotations.NullMarked;
