package dev.lathe.backend.cpu;

/**
 * Where the results of a convolution go, channels last: filter f of position p is {@code y[p·pitch + first + f]}. Where
 * a concatenation follows, the pitch is all of its channels.
 */
record Place(int pitch, int first) {
    /** Results that have their tensor to themselves. */
    static Place alone(int channels) {
        return new Place(channels, 0);
    }

    /** Where the first filter's result of a position goes. */
    int at(int position) {
        return position * pitch + first;
    }
}
