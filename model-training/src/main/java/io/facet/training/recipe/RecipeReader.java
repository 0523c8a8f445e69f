package io.facet.training.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.facet.domain.UserError;

/** Reads recipes: from a file, or one of those that come with Facet, by its name. */
public final class RecipeReader {
    /** The recipes that come with Facet. */
    public static final List<String> BUILT_IN = List.of(
            "detector-tiny",
            "faceptor-base",
            "faceptor-base-layers",
            "faceptor-tiny",
            "faceptor-tiny-layers",
            "facet-tiny",
            "facet-tiny-pretrain",
            "farl-300w",
            "farl-base",
            "farl-celeba",
            "farl-lapa",
            "farl-small",
            "farl-tiny",
            "mcf-base",
            "mcf-small",
            "mcf-tiny",
            "naive-faceptor-base",
            "naive-faceptor-tiny",
            "tokenizer-base",
            "tokenizer-tiny");

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // 12.7 images are a mistake, not 12.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private RecipeReader() {}

    /**
     * A recipe and its text.
     *
     * @param recipe what it says
     * @param yaml the text it was read from; where values were set, as it reads with them
     */
    public record Read(Recipe recipe, String yaml) {}

    /**
     * Reads a recipe.
     *
     * @param nameOrFile a name of {@link #BUILT_IN}, or a YAML file
     * @param set values that replace the recipe's, by dotted key, as in {@code optimizer.batch}
     * @throws UserError if there is no such recipe, a key does not exist or a value does not fit
     */
    public static Read read(String nameOrFile, Map<String, String> set) {
        String yaml = text(nameOrFile);
        if (set.isEmpty()) {
            return new Read(parse(nameOrFile, yaml), yaml);
        }
        String replaced = replaced(nameOrFile, yaml, set);
        try {
            return new Read(YAML.readValue(replaced, Recipe.class), replaced);
        } catch (JsonProcessingException e) {
            // Lines of the text with the new values are nowhere to be seen.
            throw refused("recipe " + nameOrFile + " with --set", e);
        }
    }

    /** Reads a recipe that a run kept. */
    public static Recipe parse(String source, String yaml) {
        try {
            return YAML.readValue(yaml, Recipe.class);
        } catch (JsonProcessingException e) {
            throw refused("recipe " + source + line(yaml, e), e);
        }
    }

    private static String replaced(String source, String yaml, Map<String, String> set) {
        try {
            JsonNode tree = YAML.readTree(yaml);
            for (Map.Entry<String, String> entry : set.entrySet()) {
                replace(tree, entry.getKey(), YAML.readTree(entry.getValue()));
            }
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw refused("recipe " + source, e);
        }
    }

    /** Where the key stands: Jackson's own location is where the section ends that holds it. */
    private static String line(String yaml, JsonProcessingException error) {
        JsonLocation location = error.getLocation();
        if (error instanceof JsonMappingException mapping) {
            String pointer = names(mapping).stream().map(name -> "/" + name).collect(Collectors.joining());
            location = key(yaml, pointer).orElse(location);
        }
        return location == null ? "" : ", line " + location.getLineNr();
    }

    private static Optional<JsonLocation> key(String yaml, String pointer) {
        try (JsonParser parser = YAML.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return Optional.of(parser.currentTokenLocation());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a text that was parsed before cannot be parsed again", e);
        }
    }

    private static String text(String nameOrFile) {
        try {
            if (BUILT_IN.contains(nameOrFile)) {
                try (InputStream in = RecipeReader.class.getResourceAsStream(nameOrFile + ".yaml")) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            Path file = Path.of(nameOrFile);
            if (!Files.isRegularFile(file)) {
                throw new UserError("expected a recipe file or one of " + String.join(", ", BUILT_IN)
                        + "; found no file " + nameOrFile);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read the recipe " + nameOrFile + ": " + e.getMessage(), e);
        }
    }

    private static void replace(JsonNode tree, String key, JsonNode value) {
        if (value.isMissingNode()) {
            throw new UserError("--set " + key + ": expected a value, found none; null leaves the key out");
        }
        String[] path = key.split("\\.");
        JsonNode node = tree;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode next = node.get(path[i]);
            if ((next == null || next.isNull()) && node instanceof ObjectNode object) {
                next = object.putObject(path[i]);
            }
            if (next == null) {
                throw noKey(key);
            }
            node = next;
        }
        if (!(node instanceof ObjectNode object)) {
            throw noKey(key);
        }
        object.set(path[path.length - 1], value);
    }

    private static UserError noKey(String key) {
        return new UserError("--set " + key + ": expected a dotted key of the recipe such as optimizer.batch");
    }

    private static UserError refused(String where, JsonProcessingException error) {
        String key = error instanceof JsonMappingException mapping ? key(mapping) : "";
        if (error instanceof UnrecognizedPropertyException unknown) {
            TreeSet<String> known = new TreeSet<>();
            unknown.getKnownPropertyIds().forEach(name -> known.add(name.toString()));
            return new UserError(
                    where + ": unknown key" + key.replace(", key", "") + "; expected one of "
                            + String.join(", ", known),
                    error);
        }
        return new UserError(where + key + ": " + complaint(error), error);
    }

    /** In the words of recipes, where Jackson speaks of classes. */
    private static String complaint(JsonProcessingException error) {
        if (error instanceof ValueInstantiationException && error.getCause() != null) {
            return error.getCause().getMessage();
        }
        if (error instanceof InvalidFormatException format) {
            Class<?> type = format.getTargetType();
            String expected = type.isEnum()
                    ? Arrays.stream(type.getEnumConstants())
                            .map(value -> value.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ", "one of ", ""))
                    : type.getSimpleName();
            return "expected " + expected + ", found " + format.getValue();
        }
        return error.getOriginalMessage();
    }

    private static String key(JsonMappingException error) {
        List<String> names = names(error);
        return names.isEmpty() ? "" : ", key " + String.join(".", names);
    }

    private static List<String> names(JsonMappingException error) {
        return error.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? Integer.toString(reference.getIndex())
                        : reference.getFieldName())
                .toList();
    }
}
