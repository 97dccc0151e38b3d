package dev.lathe.compress.lowrank;

/**
 * The subspace on which a symmetric positive semidefinite matrix is largest.
 *
 * @param vectors orthonormal columns: eigenvectors, that of the largest eigenvalue first; the entry of each that is
 *     largest in magnitude is positive
 * @param energy sum of their eigenvalues
 */
record Leading(Matrix vectors, double energy) {}
