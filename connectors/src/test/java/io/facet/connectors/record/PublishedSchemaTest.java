package io.facet.connectors.record;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Avro schemas are the contract; consumers have nothing else. */
class PublishedSchemaTest {

    @ParameterizedTest
    @EnumSource
    void schema_ofEveryKind_hasTheFieldsOfTheRecordInTheirOrder(RecordKind kind) {
        assertSameFields(kind.recordClass(), kind.schema());
    }

    @ParameterizedTest
    @EnumSource
    void schema_ofEveryKind_documentsEverything(RecordKind kind) {
        Map<String, Schema> records = new LinkedHashMap<>();
        collectRecords(kind.schema(), records);

        records.values().forEach(schema -> {
            assertThat(schema.getNamespace()).isEqualTo("io.facet.schema");
            assertThat(schema.getDoc()).as("doc of %s", schema.getName()).isNotBlank();
            schema.getFields()
                    .forEach(field -> assertThat(field.doc())
                            .as("doc of %s.%s", schema.getName(), field.name())
                            .isNotBlank());
        });
    }

    @Test
    void schema_typesOfOneNameInSeveralFiles_areTheSame() {
        Map<String, Schema> all = new LinkedHashMap<>();
        for (RecordKind kind : RecordKind.values()) {
            Map<String, Schema> records = new LinkedHashMap<>();
            collectRecords(kind.schema(), records);
            records.forEach((name, schema) -> assertThat(all.merge(name, schema, (first, second) -> first))
                    .as(name)
                    .isEqualTo(schema));
        }
        assertThat(all).containsKeys("io.facet.schema.Box", "io.facet.schema.Classification");
    }

    @Test
    void encode_avro_isReadByPlainAvroWithTheSchemaFromAStore() throws IOException {
        Schema schema = RecordKind.OBSERVATION.schema();
        SchemaStore.Cache store = new SchemaStore.Cache();
        store.addSchema(schema);
        BinaryMessageDecoder<GenericRecord> decoder = new BinaryMessageDecoder<>(GenericData.get(), schema, store);

        GenericRecord read = decoder.decode(avroObservation());

        assertThat(read.get("stream")).hasToString("door");
        assertThat(read.get("ptsUs")).isEqualTo(1_234_567L);
        assertThat(((GenericRecord) read.get("box")).get("x")).isEqualTo(100.123);
        assertThat((Map<?, ?>) read.get("attributes")).hasSize(2);
        assertThat(((GenericRecord) read.get("identity")).get("embedding")).isEqualTo(List.of(0.123457f, -0.6f, 0f));
        ByteBuffer mask = (ByteBuffer) ((GenericRecord) read.get("parsing")).get("mask");
        byte[] png = new byte[mask.remaining()];
        mask.get(png);
        assertThat(MaskPng.decode(png, 4)).isEqualTo(SampleResults.parsing().mask());
    }

    @Test
    void encode_avroOfABareFace_readsAsNullColumns() throws IOException {
        Schema schema = RecordKind.OBSERVATION.schema();
        byte[] bytes = RecordCodec.of(ObservationRecord.class, RecordFormat.AVRO)
                .encode(ObservationRecord.from(SampleResults.bareObservation()));

        GenericRecord read = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(bytes);

        for (String head : List.of(
                "landmarks",
                "parsing",
                "attributes",
                "age",
                "gender",
                "expression",
                "identity",
                "group",
                "imageQuality")) {
            assertThat(read.get(head)).as(head).isNull();
        }
    }

    @Test
    void decode_withAReaderSchemaThatGainedAField_fillsItsDefault() throws IOException {
        Schema written = RecordKind.OBSERVATION.schema();
        SchemaStore.Cache store = new SchemaStore.Cache();
        store.addSchema(written);
        BinaryMessageDecoder<GenericRecord> later =
                new BinaryMessageDecoder<>(GenericData.get(), withAddedField(written), store);

        GenericRecord read = later.decode(avroObservation());

        assertThat(read.get("glasses")).isEqualTo(new Utf8("unknown"));
        assertThat(read.get("score")).isEqualTo(0.998878);
    }

    private static byte[] avroObservation() {
        return RecordCodec.of(ObservationRecord.class, RecordFormat.AVRO)
                .encode(ObservationRecord.from(SampleResults.observation()));
    }

    private static Schema withAddedField(Schema schema) throws IOException {
        ObjectNode json = (ObjectNode) JsonMapper.builder().build().readTree(schema.toString());
        ((ArrayNode) json.get("fields"))
                .addObject()
                .put("name", "glasses")
                .put("type", "string")
                .put("default", "unknown");
        return new Schema.Parser().parse(json.toString());
    }

    /** Field names are those of the Java record, which are those of JSON; and so on for records within. */
    private static void assertSameFields(Class<?> recordClass, Schema schema) {
        List<String> components = Arrays.stream(recordClass.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertThat(schema.getFields()).extracting(Schema.Field::name).isEqualTo(components);
        for (RecordComponent component : recordClass.getRecordComponents()) {
            assertSameType(
                    component.getGenericType(),
                    schema.getField(component.getName()).schema());
        }
    }

    private static void assertSameType(Type type, Schema schema) {
        Schema bare = schema.isUnion() ? schema.getTypes().get(1) : schema;
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            boolean list = generic.getRawType() == List.class;
            assertThat(bare.getType()).isEqualTo(list ? Schema.Type.ARRAY : Schema.Type.MAP);
            assertSameType(arguments[arguments.length - 1], list ? bare.getElementType() : bare.getValueType());
        } else if (((Class<?>) type).isRecord()) {
            assertSameFields((Class<?>) type, bare);
        } else {
            Map<Class<?>, Schema.Type> scalars = Map.of(
                    int.class, Schema.Type.INT,
                    long.class, Schema.Type.LONG,
                    double.class, Schema.Type.DOUBLE,
                    Double.class, Schema.Type.DOUBLE,
                    Float.class, Schema.Type.FLOAT,
                    String.class, Schema.Type.STRING,
                    byte[].class, Schema.Type.BYTES);
            assertThat(bare.getType()).isEqualTo(scalars.get(type));
        }
    }

    private static void collectRecords(Schema schema, Map<String, Schema> records) {
        switch (schema.getType()) {
            case RECORD -> {
                if (records.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collectRecords(field.schema(), records));
                }
            }
            case UNION -> schema.getTypes().forEach(type -> collectRecords(type, records));
            case ARRAY -> collectRecords(schema.getElementType(), records);
            case MAP -> collectRecords(schema.getValueType(), records);
            default -> assertThat(schema.getLogicalType()).isNull();
        }
    }
}
