/** The boundary to devices: {@link dev.lathe.backend.Backend} and what it answers with. */
@NullMarked
package dev.lathe.backend;

import org.jspecify.annotations.NullMarked;
