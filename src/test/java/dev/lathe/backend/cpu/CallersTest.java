package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallersTest {
    @Test
    void countsThoseThatAreInside() {
        Callers callers = new Callers();
        assertThat(callers.isOne()).as("nobody").isFalse();
        callers.enter();
        assertThat(callers.isOne()).as("one").isTrue();
        callers.enter();
        assertThat(callers.isOne()).as("two").isFalse();
        callers.leave();
        assertThat(callers.isOne()).as("one of them left").isTrue();
    }
}
