package dev.lathe.train;

import java.util.SplittableRandom;

/**
 * Generators that are functions of where they are used, so that no state has to be carried from one draw to the next,
 * saved, or shared between threads.
 */
final class Seeds {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    /** A number in which every bit depends on every bit of {@code seed} and {@code coordinates}, in their order. */
    static long mixed(long seed, long... coordinates) {
        long mixed = scrambled(seed + GOLDEN);
        for (long coordinate : coordinates) {
            mixed = scrambled(mixed ^ scrambled(coordinate + GOLDEN)) + GOLDEN;
        }
        return mixed;
    }

    static SplittableRandom generator(long seed, long... coordinates) {
        return new SplittableRandom(mixed(seed, coordinates));
    }

    /** The finaliser of MurmurHash3 with Stafford's constants, a bijection (variant 13 of his list). */
    private static long scrambled(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** 0 to {@code count} - 1 in random order, every order being as likely (Fisher and Yates). */
    static int[] permutation(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
