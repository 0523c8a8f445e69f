package io.facet.connectors.segment;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

/** Flink's view of the records that cross the network or enter state here: field by field, never Kryo. */
public final class SegmentTypes {

    /** A record of the segment topic. */
    public static final TypeInformation<SourceRecord> SOURCE_RECORD = sourceRecord();

    /** A refused record. */
    public static final TypeInformation<DeadLetter> DEAD_LETTER = deadLetter();

    private SegmentTypes() {}

    private static TypeInformation<SourceRecord> sourceRecord() {
        Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
        fields.put("stream", Types.STRING);
        fields.put("topic", Types.STRING);
        fields.put("partition", Types.INT);
        fields.put("offset", Types.LONG);
        fields.put("headers", Types.MAP(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        fields.put("value", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        return Types.POJO(SourceRecord.class, fields);
    }

    private static TypeInformation<DeadLetter> deadLetter() {
        Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
        fields.put("input", SOURCE_RECORD);
        fields.put("stage", Types.STRING);
        fields.put("reason", Types.ENUM(Refusal.class));
        fields.put("message", Types.STRING);
        return Types.POJO(DeadLetter.class, fields);
    }
}
