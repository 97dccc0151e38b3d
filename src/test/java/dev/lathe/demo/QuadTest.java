package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuadTest {
    private static final Point A = new Point(1, 2);
    private static final Point B = new Point(9, 2);
    private static final Point C = new Point(9, 5);
    private static final Point D = new Point(1, 5);

    @Test
    void startsAtTheTopLeftCorner() {
        assertThat(Quad.upright(List.of(C, D, A, B))).isEqualTo(new Quad(A, B, C, D));
        assertThat(new Quad(A, B, C, D).width()).isEqualTo(8);
        assertThat(new Quad(A, B, C, D).height()).isEqualTo(3);
    }

    /** Turned clockwise by 90 degrees, the top of the letters is at the right; by 270, at the left. */
    @Test
    void aTurnedQuadStartsWhereTheLettersDo() {
        Quad quad = new Quad(A, B, C, D);

        assertThat(quad.turned(0)).isEqualTo(quad);
        assertThat(quad.turned(90)).isEqualTo(new Quad(B, C, D, A));
        assertThat(quad.turned(180)).isEqualTo(new Quad(C, D, A, B));
        assertThat(quad.turned(270)).isEqualTo(new Quad(D, A, B, C));
    }

    @Test
    void interpolatesBetweenItsCorners() {
        Quad quad = new Quad(A, B, C, D);

        assertThat(quad.at(0, 0)).isEqualTo(A);
        assertThat(quad.at(1, 1)).isEqualTo(C);
        assertThat(quad.at(0.25, 0.5)).isEqualTo(new Point(3, 3.5));
    }
}
