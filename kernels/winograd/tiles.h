// Tiles of images for Winograd's method. WinogradTiles makes the struct.

typedef struct {
    STRUCT_OF_INTS
    int planes;    // of all images
    int channels;  // planes of an image
    int down;      // rows of tiles
    int across;    // tiles of a row
    int in[2];
    int out[2];
    int pad[2];    // before the first element
} Tiles;
