package io.facet.inference.bundle;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.face.HeadTask;

/**
 * The manifest as JSON.
 *
 * <p>Strict both ways: every key is written, and every key must be there and be known. Keys with nothing to say are
 * null, where the records allow it. The same manifest always gives the same bytes.
 */
public final class ManifestJson {
    private static final ObjectMapper MAPPER = strict(new JsonFactory());

    private ManifestJson() {}

    /**
     * Reads {@code bundle.json}.
     *
     * @param where what to call it in messages
     * @throws BundleException naming the field, expected and found
     */
    public static BundleManifest read(String where, byte[] json) {
        try {
            requireVersion(where, MAPPER.readTree(json));
            return MAPPER.readValue(json, BundleManifest.class);
        } catch (JsonProcessingException e) {
            throw new BundleException(describe(where, e), e);
        } catch (IOException e) {
            throw new BundleException("%s: %s".formatted(where, e.getMessage()), e);
        }
    }

    /**
     * Reads a detector's part of a manifest, in a file of its own.
     *
     * @param where what to call it in messages
     * @throws BundleException naming the field, expected and found
     */
    public static DetectorSpec readDetector(String where, byte[] json) {
        try {
            return MAPPER.readValue(json, DetectorSpec.class);
        } catch (JsonProcessingException e) {
            throw new BundleException(describe(where, e), e);
        } catch (IOException e) {
            throw new BundleException("%s: %s".formatted(where, e.getMessage()), e);
        }
    }

    /** Writes a detector's part of a manifest as a file of its own, in the form of {@link #write}. */
    public static byte[] writeDetector(DetectorSpec detector) {
        return json(detector);
    }

    /** Writes {@code bundle.json}: UTF-8, indented, a line feed at the end. */
    public static byte[] write(BundleManifest manifest) {
        return json(manifest);
    }

    private static byte[] json(Object record) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withoutSpacesInObjectEntries();
        try {
            byte[] json = MAPPER.writer(printer).writeValueAsBytes(record);
            byte[] lines = Arrays.copyOf(json, json.length + 1);
            lines[json.length] = '\n';
            return lines;
        } catch (JsonProcessingException e) {
            throw new AssertionError("a manifest is made of plain records", e);
        }
    }

    /** A mapper for the manifest's records that refuses what is unknown, missing, null or of another type. */
    static ObjectMapper strict(JsonFactory format) {
        return JsonMapper.builder(format)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
                .addMixIn(HeadTask.class, HeadTaskForm.class)
                .addMixIn(BundleManifest.class, ManifestForm.class)
                .addMixIn(DetectorSpec.class, DetectorForm.class)
                .addMixIn(HeadSpec.class, HeadForm.class)
                .addMixIn(Lineage.class, LineageForm.class)
                .build();
    }

    /** What is wrong with a document, in one line: field, expected and found, or the line where it is no document. */
    static String describe(String where, JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            String position = e.getLocation() == null
                    ? ""
                    : "line %d: ".formatted(e.getLocation().getLineNr());
            return "%s: %s%s".formatted(where, position, oneLine(e.getOriginalMessage()));
        }
        String field = path(mapping);
        return "%s: %s%s".formatted(where, field.isEmpty() ? "" : field + ": ", problem(mapping));
    }

    private static String problem(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "expected one of %s, found an unknown key".formatted(new TreeSet<>(unknown.getKnownPropertyIds()));
        }
        if (e instanceof InvalidNullException) {
            return "expected a value, found none";
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            String values = Arrays.toString(format.getTargetType().getEnumConstants());
            return "expected one of %s, found %s".formatted(values.toLowerCase(Locale.ROOT), format.getValue());
        }
        if (e.getOriginalMessage().startsWith("Missing creator property")) {
            return "expected a value, found none";
        }
        // The records' own checks say what is wrong better than Jackson's words around them.
        return oneLine(
                e.getCause() instanceof IllegalArgumentException own ? own.getMessage() : e.getOriginalMessage());
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static void requireVersion(String where, JsonNode json) {
        JsonNode version = json.path("schemaVersion");
        if (!version.isInt() || version.intValue() != BundleManifest.SCHEMA_VERSION) {
            throw new BundleException("%s: schemaVersion: expected %d, found %s"
                    .formatted(
                            where,
                            BundleManifest.SCHEMA_VERSION,
                            version.isMissingNode() ? "none" : version.toString()));
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getFieldName() == null ? "[%d]".formatted(step.getIndex()) : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** Tasks are written by their key. */
    private abstract static class HeadTaskForm {
        @JsonCreator
        static HeadTask ofKey(String key) {
            throw new AssertionError("a mix-in is never called");
        }

        @JsonValue
        abstract String key();
    }

    private abstract static class ManifestForm {
        @JsonSetter(nulls = Nulls.SET)
        abstract DetectorSpec detector();

        @JsonSetter(nulls = Nulls.SET)
        abstract EncoderSpec encoder();
    }

    private abstract static class DetectorForm {
        @JsonSetter(nulls = Nulls.SET)
        abstract List<List<Integer>> anchors();
    }

    private abstract static class HeadForm {
        @JsonSetter(nulls = Nulls.SET)
        abstract List<String> features();

        @JsonSetter(nulls = Nulls.SET)
        abstract List<String> labels();

        @JsonSetter(nulls = Nulls.SET)
        abstract HeadSpec.CropInput crop();

        @JsonSetter(nulls = Nulls.SET)
        abstract String scheme();
    }

    private abstract static class LineageForm {
        @JsonSetter(nulls = Nulls.SET)
        abstract String runCard();
    }
}
