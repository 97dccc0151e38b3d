package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.op.ElementType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one parsed model into a graph. */
final class GraphReader {
    private final ModelSource source;
    private final ModelProto model;
    private final GraphProto proto;

    private final @Nullable TensorStore store;

    /** @param store holds all external data of constants; null when it lies in files */
    GraphReader(ModelSource source, ModelProto model, @Nullable TensorStore store) {
        this.source = source;
        this.store = store;
        this.model = model;
        this.proto = model.getGraph();
    }

    Graph read() {
        refuseWholeModel();
        int opset = opset();
        Set<String> outputs = new HashSet<>();
        proto.getOutputList().forEach(output -> outputs.add(output.getName()));
        GraphDraft draft = draft(outputs);
        readConstants(draft);
        List<Port> inputs = readInputs(draft);
        translateNodes(draft, opset);
        List<Port> ports = readOutputs(draft);
        draft.dropAbsorbed(outputs);
        try {
            return new Graph(proto.getName(), inputs, ports, draft.constants(), draft.nodes(), OnnxMetadata.of(model));
        } catch (ModelException e) {
            throw new ModelException(source.label() + ": " + e.getMessage(), e);
        }
    }

    private void refuseWholeModel() {
        if (!model.hasGraph()) {
            throw new ModelException(source.label() + ": is no ONNX model, it has no graph");
        }
        refuse(model.getFunctionsCount() > 0, "functions");
        refuse(model.getTrainingInfoCount() > 0, "training information");
        refuse(proto.getSparseInitializerCount() > 0, "sparse initializers");
    }

    private void refuse(boolean present, String what) {
        if (present) {
            throw new UnsupportedException(source.label() + ": the model has " + what + ", which are not supported");
        }
    }

    /** The imported version of the standard operators; 1 when the file is from before imports. */
    private int opset() {
        long opset = 1;
        for (OperatorSetIdProto imported : model.getOpsetImportList()) {
            if (OnnxDomain.isStandard(imported.getDomain())) {
                opset = imported.getVersion();
            }
        }
        if (opset < 1) {
            throw new ModelException(source.label() + ": opset " + opset + " does not exist");
        }
        if (opset > OnnxReader.NEWEST_OPSET) {
            throw new UnsupportedException(source.label() + ": opset " + opset + " is newer than "
                    + OnnxReader.NEWEST_OPSET + ", the newest one known");
        }
        return (int) opset;
    }

    private GraphDraft draft(Set<String> outputs) {
        Set<String> values = new HashSet<>(outputs);
        Map<String, Integer> uses = new HashMap<>();
        outputs.forEach(output -> uses.put(output, 1));
        Set<String> nodeNames = new HashSet<>();
        proto.getInputList().forEach(input -> values.add(input.getName()));
        proto.getInitializerList().forEach(initializer -> values.add(initializer.getName()));
        for (NodeProto node : proto.getNodeList()) {
            nodeNames.add(node.getName());
            node.getInputList().forEach(value -> uses.merge(value, 1, Integer::sum));
            values.addAll(node.getInputList());
            values.addAll(node.getOutputList());
        }
        GraphDraft draft = new GraphDraft(source, values, nodeNames, uses);
        for (ValueInfoProto value : proto.getValueInfoList()) {
            draft.declare(value.getName(), Declarations.info(value));
        }
        proto.getOutputList().forEach(output -> draft.declare(output.getName(), Declarations.info(output)));
        return draft;
    }

    private void readConstants(GraphDraft draft) {
        TensorDecoder decoder = new TensorDecoder(source);
        Map<String, Tensor> stored = store == null ? Map.of() : stored(store, decoder);
        for (TensorProto initializer : proto.getInitializerList()) {
            String what = "initializer " + ModelSource.quote(initializer.getName());
            Tensor known = stored.get(initializer.getName());
            Tensor tensor = known == null ? decoder.decode(initializer, what) : known;
            ElementType element = ElementTypes.of(initializer.getDataType());
            draft.define(initializer.getName(), tensor, element == null ? ElementTypes.of(tensor.dtype()) : element);
        }
    }

    /** The constants that the file declares and {@code store} holds. */
    private Map<String, Tensor> stored(TensorStore store, TensorDecoder decoder) {
        List<TensorStore.Declared> wanted = proto.getInitializerList().stream()
                .filter(ExternalData::isExternal)
                .map(decoder::declared)
                .toList();
        Map<String, Tensor> stored = new HashMap<>();
        try {
            List<Tensor> tensors = store.tensors(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                stored.put(wanted.get(i).name(), tensors.get(i));
            }
        } catch (ModelException | LimitException e) {
            throw e.in(source.label());
        }
        return stored;
    }

    /** The inputs that are not initializers with a chance to be overridden, which files before IR 4 list here too. */
    private List<Port> readInputs(GraphDraft draft) {
        Declarations declarations = new Declarations(source);
        List<Port> inputs = new ArrayList<>();
        for (ValueInfoProto input : proto.getInputList()) {
            if (draft.constant(input.getName()) == null) {
                inputs.add(declarations.input(input));
                draft.declare(input.getName(), Declarations.info(input));
            }
        }
        return inputs;
    }

    private void translateNodes(GraphDraft draft, int opset) {
        NodeTranslator translator = new NodeTranslator(draft, opset);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < proto.getNodeCount(); i++) {
            NodeProto node = proto.getNode(i);
            String own = node.getName();
            boolean unique = !own.isEmpty() && seen.add(own);
            String wanted = own.isEmpty() ? ModelSource.plain(node.getOpType()) + "_" + i : own;
            translator.translate(node, unique ? own : draft.freshNode(wanted));
        }
    }

    private List<Port> readOutputs(GraphDraft draft) {
        Declarations declarations = new Declarations(source);
        return proto.getOutputList().stream()
                .map(output -> declarations.output(output, draft.info(output.getName())))
                .toList();
    }
}
