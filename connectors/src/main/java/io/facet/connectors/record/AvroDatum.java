package io.facet.connectors.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes the tree form of a record as an Avro datum. Jackson's own Avro generator collects maps in a {@code HashMap}: the
 * bundle's order of labels would be lost, and with it equal bytes for equal records.
 */
final class AvroDatum {
    private AvroDatum() {}

    /**
     * @param prefix bytes to put before the datum
     * @param tree a value of the schema; what it leaves out is null
     */
    static byte[] write(byte[] prefix, Schema schema, JsonNode tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(prefix);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(of(schema, tree), encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Object of(Schema schema, JsonNode node) throws IOException {
        return switch (schema.getType()) {
            case RECORD -> recordOf(schema, node);
            case ARRAY -> listOf(schema.getElementType(), node);
            case MAP -> mapOf(schema.getValueType(), node);
            case UNION -> node == null || node.isNull() ? null : of(nonNullBranch(schema), node);
            case BYTES -> ByteBuffer.wrap(node.binaryValue());
            case STRING -> node.textValue();
            case INT -> node.intValue();
            case LONG -> node.longValue();
            case FLOAT -> node.floatValue();
            case DOUBLE -> node.doubleValue();
            default -> throw new IllegalArgumentException("no column may have the Avro type " + schema);
        };
    }

    private static Object recordOf(Schema schema, JsonNode node) throws IOException {
        GenericData.Record datum = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            datum.put(field.pos(), of(field.schema(), node.get(field.name())));
        }
        return datum;
    }

    private static List<Object> listOf(Schema element, JsonNode node) throws IOException {
        List<Object> list = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            list.add(of(element, item));
        }
        return list;
    }

    private static Map<String, Object> mapOf(Schema value, JsonNode node) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            map.put(entry.getKey(), of(value, entry.getValue()));
        }
        return map;
    }

    /** Unions are {@code [null, type]}, and nothing else. */
    private static Schema nonNullBranch(Schema union) {
        return union.getTypes().get(1);
    }
}
