// A convolution for kernels that read strips (conv/strips.cl). ConvStrips.fields makes the struct. TILE is defined before.

#include "common/addends.h"
#include "common/strip_rows.h"

typedef struct {
    STRUCT_OF_INTS
    int size;          // floats in all strips
    int channels;      // of a group
    int channelPitch;
    int taps;
    int filters;       // of a group
    int groups;
    int positions;
    int band;          // tiles that all filters go through before the next ones
    Rows rows;
} Conv;
