/** Numbers for people: tables and JSON. */
@NullMarked
package dev.lathe.report;

import org.jspecify.annotations.NullMarked;
