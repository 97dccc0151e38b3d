package dev.lathe.demo;

import dev.lathe.backend.Device;

/**
 * How fast one device was: medians over all timed runs, one picture at a time.
 *
 * @param detectMilliseconds finding regions, from the decoded picture to their corners
 * @param classifyMilliseconds telling their orientation, from the corners to the answer
 * @param milliseconds both
 * @param imagesPerSecond pictures that fit one second
 * @param sameAnswer whether this device found as many regions, and every way up, as the first one
 */
public record DeviceTiming(
        Device device,
        double detectMilliseconds,
        double classifyMilliseconds,
        double milliseconds,
        double imagesPerSecond,
        boolean sameAnswer) {}
