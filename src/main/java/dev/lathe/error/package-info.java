/** What Lathe throws: one unchecked exception per kind of refusal, below everything else. */
@NullMarked
package dev.lathe.error;

import org.jspecify.annotations.NullMarked;
