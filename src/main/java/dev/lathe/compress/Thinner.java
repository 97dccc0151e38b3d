package dev.lathe.compress;

import dev.lathe.compress.Notes.Thinned;
import dev.lathe.graph.Graph;

/** Finds the thin kernels of a layer whose ranks are decided. */
interface Thinner {
    /**
     * @param decision with ranks
     * @param current the network with all layers before this one as they will be
     */
    Thinned thin(Decision decision, Graph current);
}
