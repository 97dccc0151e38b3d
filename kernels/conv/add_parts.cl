// Results of a convolution from the sums of its parts, each of which went through some of the channels:
//
//   y[n, k, p] = activation(sum over i of sums[n, i, k, p] + bias[k] + residual[n, k, p])
//
// sums [n, parts, k, p], bias [k]; residual and y [n, k, p]. Parts are added in order.
//
// One work-item an element of y: grid n * k * p, rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.AddParts.

#include "common/activation.h"
#include "common/addends.h"

__kernel void add_parts(__global const float *restrict sums, __global const float *restrict bias,
                        __global const float *restrict residual, __global float *restrict y, int all, int parts,
                        int filters, int positions) {
    int item = get_global_id(0), plane = filters * positions;
    if (item >= all) return;
    int image = item / plane, inside = item - image * plane;
    sums += (size_t)image * parts * plane + inside;
    float sum = 0.0f;
    for (int i = 0; i < parts; i++) sum += sums[(size_t)i * plane];
    float added = BIAS ? bias[inside / positions] : 0.0f;
    float more = RESIDUAL ? residual[item] : 0.0f;
    y[item] = ACTIVATE(sum + added + more);
}
