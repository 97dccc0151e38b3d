// moments [channels, 2]: the means, and 1/sqrt(variance + epsilon), of variances [channels]. One work-item for each
// channel. Bound by Norms.

__kernel void channel_moments(
    __global const float *restrict means,
    __global const float *restrict variances,
    __global real *restrict moments,
    int channels,
    float epsilon) {
    const size_t c = get_global_id(0);
    if (c >= (size_t)channels) {
        return;
    }
    moments[2 * c] = (real)means[c];
    moments[2 * c + 1] = (real)1 / sqrt((real)variances[c] + (real)epsilon);
}
