package dev.lathe;

import dev.lathe.container.LatheReader;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.List;

/** A network with its weights. Immutable: one model serves any number of engines, sessions and threads. */
public final class Model {
    private final Graph graph;
    private final String label;

    private Model(Graph graph, String label) {
        this.graph = graph;
        this.label = label;
    }

    /**
     * Reads an ONNX or a {@code .lathe} file; which one it is, its first bytes say.
     *
     * @throws dev.lathe.error.ModelException if the file cannot be read or is malformed; names file and node
     * @throws dev.lathe.error.UnsupportedException if it asks for what Lathe does not do; names file, node, operator,
     *     opset
     */
    public static Model load(Path file) {
        return new Model(
                LatheReader.isContainer(file) ? LatheReader.read(file) : OnnxReader.read(file), file.toString());
    }

    /** A model of {@code graph}; {@code label} stands for the file name in messages. */
    public static Model of(Graph graph, String label) {
        return new Model(graph, label);
    }

    public Graph graph() {
        return graph;
    }

    /** The file it came from, or what it was called. */
    public String label() {
        return label;
    }

    public List<Port> inputs() {
        return graph.inputs();
    }

    public List<Port> outputs() {
        return graph.outputs();
    }
}
