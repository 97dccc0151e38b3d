package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names under which {@link dev.lathe.graph.Graph#metadata} keeps what an ONNX file says about itself. All other entries
 * are the file's {@code metadata_props} under their own names.
 */
public final class OnnxMetadata {
    /** The tool that wrote the file. */
    public static final String PRODUCER_NAME = "onnx.producer_name";

    public static final String PRODUCER_VERSION = "onnx.producer_version";

    /** Name space of the model, such as {@code org.example}. */
    public static final String DOMAIN = "onnx.domain";

    /** A decimal number. */
    public static final String MODEL_VERSION = "onnx.model_version";

    /** Documentation of the model. */
    public static final String DOC_STRING = "onnx.doc_string";

    /** Documentation of the graph in the model. */
    public static final String GRAPH_DOC_STRING = "onnx.graph_doc_string";

    private OnnxMetadata() {}

    static Map<String, String> of(ModelProto model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        put(metadata, PRODUCER_NAME, model.getProducerName());
        put(metadata, PRODUCER_VERSION, model.getProducerVersion());
        put(metadata, DOMAIN, model.getDomain());
        put(metadata, MODEL_VERSION, model.getModelVersion() == 0 ? "" : String.valueOf(model.getModelVersion()));
        put(metadata, DOC_STRING, model.getDocString());
        put(metadata, GRAPH_DOC_STRING, model.getGraph().getDocString());
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            metadata.putIfAbsent(entry.getKey(), entry.getValue());
        }
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, String value) {
        if (!value.isEmpty()) {
            metadata.put(key, value);
        }
    }

    /** Sets the fields of {@code model}, whose graph is there already. */
    static void write(Map<String, String> metadata, ModelProto.Builder model) {
        metadata.forEach((key, value) -> {
            switch (key) {
                case PRODUCER_NAME -> model.setProducerName(value);
                case PRODUCER_VERSION -> model.setProducerVersion(value);
                case DOMAIN -> model.setDomain(value);
                case DOC_STRING -> model.setDocString(value);
                case GRAPH_DOC_STRING -> model.getGraphBuilder().setDocString(value);
                case MODEL_VERSION -> writeVersion(value, model);
                default -> writeProperty(key, value, model);
            }
        });
    }

    private static void writeVersion(String value, ModelProto.Builder model) {
        try {
            model.setModelVersion(Long.parseLong(value));
        } catch (NumberFormatException e) {
            writeProperty(MODEL_VERSION, value, model);
        }
    }

    private static void writeProperty(String key, String value, ModelProto.Builder model) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }
}
