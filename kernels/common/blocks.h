// Which element of a scale belongs to an element of a tensor (ScaleBlocks.java).

typedef struct {
    STRUCT_OF_INTS
    int inner;      // elements of the tensor behind one place of the axis
    int extent;     // places on the axis
    int block;      // neighbouring places that share a scale; 0 where all elements share one
    int outer_step; // distance of scales from one run of the axis to the next
    int place_step; // from one block to the next
    int inner_step; // from one element behind a place to the next
} Blocks;

DEVICE int scale_of(Blocks blocks, int element)
{
    if (blocks.block == 0) { // one scale for all, without three divisions to find it
        return 0;
    }
    const int run = element / blocks.inner;
    return run / blocks.extent * blocks.outer_step + run % blocks.extent / blocks.block * blocks.place_step
           + element % blocks.inner * blocks.inner_step;
}
