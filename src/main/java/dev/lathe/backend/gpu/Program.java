package dev.lathe.backend.gpu;

/** A kernel's text, compiled with certain defines. Belongs to the driver that built it, which also closes it. */
public interface Program {}
