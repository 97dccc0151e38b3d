package dev.lathe.compress.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lathe.error.InputException;
import dev.lathe.file.FileMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link CompressionConfig} from a file and from what the command line says, which wins. Not reusable. */
public final class ConfigReader {
    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    private static final List<String> SECTIONS = List.of("low-rank", "prune", "share");

    private final ObjectNode tree;
    private final String label;

    private ConfigReader(ObjectNode tree, String label) {
        this.tree = tree;
        this.label = label;
    }

    /** Begins with nothing. */
    public static ConfigReader empty() {
        return new ConfigReader(MAPPER.createObjectNode(), "the configuration");
    }

    /**
     * Begins with a YAML file.
     *
     * @throws InputException if it cannot be read or holds no mapping
     */
    public static ConfigReader of(Path file) {
        try {
            JsonNode root = MAPPER.readTree(Files.readString(file));
            if (root instanceof ObjectNode object) {
                return new ConfigReader(object, file.toString());
            }
            if (root == null || root.isMissingNode() || root.isNull()) {
                return new ConfigReader(MAPPER.createObjectNode(), file.toString());
            }
            throw new InputException(file + ": wanted sections such as low-rank, prune and share");
        } catch (JsonProcessingException e) {
            throw new InputException(file + ": " + place(e) + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    /** Sets {@code section.field}, unless {@code value} is null. */
    public ConfigReader set(String section, String field, @Nullable Object value) {
        if (value != null) {
            JsonNode old = tree.get(section);
            ObjectNode fields = old instanceof ObjectNode object ? object : tree.putObject(section);
            fields.set(field, MAPPER.valueToTree(value));
        }
        return this;
    }

    /** Sets a field at the top, unless {@code value} is null. */
    public ConfigReader set(String field, @Nullable Object value) {
        if (value != null) {
            tree.set(field, MAPPER.valueToTree(value));
        }
        return this;
    }

    /** Sets the selection of layers of every step that there is; null leaves it as it is. */
    public ConfigReader select(
            @Nullable List<String> include, @Nullable List<String> exclude, @Nullable List<String> protect) {
        for (String section : SECTIONS) {
            if (tree.has(section)) {
                set(section, "include", include);
                set(section, "exclude", exclude);
                set(section, "protect", protect);
            }
        }
        return this;
    }

    /** Whether anything is to be done to weights. */
    public boolean hasSteps() {
        return SECTIONS.stream().anyMatch(tree::has);
    }

    /**
     * What was gathered.
     *
     * @throws InputException if a field is unknown or has the wrong type; names it
     */
    public CompressionConfig config() {
        // a section with nothing in it stands there to be done with its defaults
        for (String section : SECTIONS) {
            if (tree.get(section) instanceof NullNode) {
                tree.putObject(section);
            }
        }
        try {
            return MAPPER.treeToValue(tree, CompressionConfig.class);
        } catch (UnrecognizedPropertyException e) {
            throw new InputException(
                    label + ": " + path(e) + " is no field; there are "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")),
                    e);
        } catch (JsonMappingException e) {
            throw new InputException(label + ": " + path(e) + " is not what was wanted: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new InputException(label + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : "line " + location.getLineNr() + ": ";
    }
}
