package io.facet.training.weights;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * The JSON that begins a safetensors file: what each tensor is and where its bytes lie, counted from the header's end.
 *
 * @param tensors in the order of their bytes, which follow each other without gap or overlap
 */
record SafetensorsHeader(List<Entry> tensors, Map<String, String> metadata) {
    /** The format's own limit. */
    static final int MAX_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A tensor and the place of its bytes. */
    record Entry(TensorInfo info, long begin, long end) {}

    /** The header for tensors that are written one after the other in the order given. */
    static SafetensorsHeader of(List<Map.Entry<String, HostTensor>> tensors, Map<String, String> metadata) {
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, HostTensor> tensor : tensors) {
            ElementType type = tensor.getValue() instanceof HostTensor.Floats ? ElementType.FLOAT32 : ElementType.INT64;
            Shape shape = tensor.getValue().shape();
            long end = begin + shape.elements() * type.bytes();
            entries.add(new Entry(new TensorInfo(tensor.getKey(), type, shape), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(entries, metadata);
    }

    /** Bytes of all tensors. */
    long dataBytes() {
        return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
    }

    /** The JSON, padded with spaces so that the tensors begin on a multiple of eight. */
    byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        for (Entry entry : tensors) {
            ObjectNode tensor = root.putObject(entry.info().name());
            tensor.put("dtype", entry.info().type().safetensorsName());
            ArrayNode shape = tensor.putArray("shape");
            for (long size : entry.info().shape().sizes()) {
                shape.add(size);
            }
            tensor.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        String json = root.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-bytes, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads and checks a header.
     *
     * @param dataBytes bytes that follow the header in the file
     * @throws UserError if it is not JSON of the format, a tensor's type is not known, or its bytes are not where and as
     *     many as its shape says
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UserError("expected a JSON header, found " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new UserError("expected a JSON object as header, found " + root.getNodeType());
        }
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.fields().forEachRemaining(field -> {
            if (field.getKey().equals(METADATA)) {
                field.getValue().fields().forEachRemaining(text -> metadata.put(text.getKey(), text(text.getValue())));
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireContiguous(entries, dataBytes);
        return new SafetensorsHeader(List.copyOf(entries), metadata);
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new UserError("expected texts in " + METADATA + ", found " + value);
        }
        return value.textValue();
    }

    private static Entry entry(String name, JsonNode node) {
        String dtype = node.path("dtype").asText();
        ElementType type = ElementType.ofSafetensors(dtype)
                .orElseThrow(() -> new UserError("tensor " + name
                        + ": expected a dtype of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL, found '" + dtype
                        + "'"));
        Shape shape = new Shape(numbers(name, "shape", node.path("shape")));
        long[] offsets = numbers(name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new UserError(
                    "tensor " + name + ": expected data_offsets [begin, end], found " + node.path("data_offsets"));
        }
        requireSize(name, type, shape, offsets[1] - offsets[0]);
        return new Entry(new TensorInfo(name, type, shape), offsets[0], offsets[1]);
    }

    private static void requireSize(String name, ElementType type, Shape shape, long found) {
        long expected;
        try {
            expected = Math.multiplyExact(shape.elements(), type.bytes());
        } catch (ArithmeticException e) {
            throw new UserError("tensor " + name + ": expected a shape of at most 2^63 bytes, found " + shape, e);
        }
        if (found != expected) {
            throw new UserError("tensor " + name + ": expected " + expected + " bytes for " + type + " " + shape
                    + ", found " + found);
        }
    }

    private static long[] numbers(String name, String field, JsonNode node) {
        if (!node.isArray()) {
            throw new UserError("tensor " + name + ": expected a list as " + field + ", found " + node);
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = node.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw new UserError(
                        "tensor " + name + ": expected numbers of 0 or more in " + field + ", found " + number);
            }
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    /** Overlaps would let two names share bytes, gaps would hide some: the format allows neither. */
    private static void requireContiguous(List<Entry> entries, long dataBytes) {
        long expected = 0;
        for (Entry entry : entries) {
            if (entry.begin() != expected) {
                throw new UserError("tensor " + entry.info().name() + ": expected its bytes at " + expected
                        + ", after those of the one before it, found " + entry.begin());
            }
            expected = entry.end();
        }
        if (expected != dataBytes) {
            throw new UserError("expected " + expected + " bytes of tensors, found " + dataBytes);
        }
    }
}
