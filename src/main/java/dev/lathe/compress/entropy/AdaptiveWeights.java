package dev.lathe.compress.entropy;

import dev.lathe.error.ModelException;

/**
 * Codes the weights of a tensor as binary decisions, whose probabilities depend on the neighbours that come before: the
 * element before along each axis. For a convolution's kernel these are the one to the left, the one above, that of the
 * channel before and that of the filter before.
 *
 * <p>A weight is a symbol: 0 for zero, else 1 + its index in a codebook in ascending order. The decisions are: is it
 * not zero, given which neighbours are not; is it positive, given the signs of the neighbours; and how far its value is
 * from zero among those of its sign, as a number, highest bit first, of which the first three know how far the
 * neighbours are together. What DeepCABAC (Wiedemann et al., 2020) does with values on a grid this does with a
 * codebook.
 */
public final class AdaptiveWeights {
    /** Most axes along which neighbours count. */
    public static final int MOST_AXES = 4;

    private static final int SIGNS = 3;
    private static final int REACHES = 8;
    /** The nodes of a tree of three levels, from 1 on. */
    private static final int INFORMED = 8;
    /** As many bits as the lower ones of a distance are thought to have been even before the first. */
    private static final int EVEN = 16;

    private final int[] extents;
    private final int[] strides;
    private final int elements;
    private final int negatives;
    private final int positives;
    private final int levels;
    private final AdaptiveBits present;
    private final AdaptiveBits positive;
    private final AdaptiveBits informed;
    private final AdaptiveBits uninformed;

    /**
     * Codes one tensor.
     *
     * @param extents row-major, {@link #MOST_AXES} at most
     * @param values how many the codebook has
     * @param negatives how many of them are below zero
     */
    public AdaptiveWeights(int[] extents, int values, int negatives) {
        this.extents = extents.clone();
        this.strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        this.elements = stride;
        this.negatives = negatives;
        this.positives = values - negatives;
        this.levels = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, Math.max(negatives, positives)) - 1);
        this.present = new AdaptiveBits(1 << MOST_AXES, 0);
        this.positive = new AdaptiveBits(SIGNS * SIGNS * SIGNS * SIGNS, 0);
        this.informed = new AdaptiveBits(2 * REACHES * INFORMED, 0);
        this.uninformed = new AdaptiveBits(2 << levels, EVEN);
    }

    /** The coded {@code symbols}, one for each element. */
    public byte[] encode(char[] symbols) {
        RangeEncoder encoder = new RangeEncoder();
        code(encoder, symbols.clone());
        return encoder.toBytes();
    }

    /**
     * The symbols in {@code length} bytes from {@code from} on.
     *
     * @throws ModelException if the bytes end early or late, or a symbol has no value in the codebook
     */
    public char[] decode(byte[] bytes, int from, int length) {
        RangeDecoder decoder = new RangeDecoder(bytes, from, length);
        char[] symbols = new char[elements];
        code(decoder, symbols);
        decoder.finish();
        return symbols;
    }

    private void code(BinaryCoder coder, char[] symbols) {
        int[] index = new int[extents.length];
        for (int i = 0; i < symbols.length; i++) {
            int presence = 0;
            int signs = 0;
            int distance = 0;
            for (int axis = 0; axis < index.length; axis++) {
                int neighbour = index[axis] > 0 ? symbols[i - strides[axis]] : 0;
                presence = presence << 1 | Math.min(neighbour, 1);
                signs = SIGNS * signs + (neighbour == 0 ? 0 : neighbour > negatives ? 1 : 2);
                distance += distance(neighbour);
            }
            int symbol = symbols[i];
            if (coder.code(present, presence, Math.min(symbol, 1)) == 1) {
                symbols[i] = (char) value(coder, symbol, signs, distance);
            }
            advance(index);
        }
    }

    /** How far the value of {@code symbol} is from zero, counted from 1; 0 for zero. */
    private int distance(int symbol) {
        return symbol == 0 ? 0 : symbol > negatives ? symbol - negatives : negatives + 1 - symbol;
    }

    private int value(BinaryCoder coder, int symbol, int signs, int distance) {
        int sign = symbol > negatives ? 1 : 0;
        if (negatives > 0 && positives > 0) {
            sign = coder.code(positive, signs, sign);
        } else {
            sign = positives > 0 ? 1 : 0;
        }
        int context = sign * REACHES + Math.min(REACHES - 1, MOST_AXES * distance >> levels);
        int wanted = distance(symbol) - 1;
        int node = 1;
        for (int level = levels - 1; level >= 0; level--) {
            int bit = wanted >> level & 1;
            node = node << 1
                    | (node < INFORMED
                            ? coder.code(informed, context * INFORMED + node, bit)
                            : coder.code(uninformed, sign << levels | node, bit));
        }
        int rank = node - (1 << levels);
        if (rank >= (sign == 1 ? positives : negatives)) {
            throw new ModelException("a coded weight has no value in the codebook");
        }
        return sign == 1 ? negatives + 1 + rank : negatives - rank;
    }

    private void advance(int[] index) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < extents[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }
}
