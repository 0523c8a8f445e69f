package io.facet.functions.state;

import java.io.IOException;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.StreamSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VersionedSerializerTest {
    private static final StreamSummary SUMMARY = new StreamSummary("cam-1", 1, 2, 3, 4, 5, 6, 7);

    private final TypeSerializer<StreamSummary> serializer = new VersionedSerializer<>(new StreamSummaryCodec());

    @Test
    void readSnapshot_ofSameVersion_restoresAnEqualSerializerThatReadsTheState() throws IOException {
        TypeSerializerSnapshot<StreamSummary> restored = Binary.snapshot(Binary.snapshotBytes(serializer));

        assertThat(restored.restoreSerializer()).isEqualTo(serializer).hasSameHashCodeAs(serializer);
        assertThat(Binary.value(Binary.bytes(SUMMARY, serializer), restored.restoreSerializer()))
                .isEqualTo(SUMMARY);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(restored)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void readSnapshot_ofNewerVersion_isRefusedNamingBoth() throws IOException {
        byte[] bytes = Binary.snapshotBytes(serializer);
        bytes[bytes.length - 1] = 2;

        assertThatThrownBy(() -> Binary.snapshot(bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("state was written in version 2 of io.facet.functions.state.StreamSummaryCodec,"
                        + " but this code reads versions 1 to 1");
    }

    @Test
    void deserialize_valueOfNewerVersion_isRefusedNamingBoth() throws IOException {
        byte[] bytes = Binary.bytes(SUMMARY, serializer);
        bytes[0] = 9;

        assertThatThrownBy(() -> Binary.value(bytes, serializer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("written in version 9")
                .hasMessageContaining("reads versions 1 to 1");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void resolveSchemaCompatibility_withAnotherCodec_isIncompatible() {
        TypeSerializerSnapshot other = new VersionedSerializer<>(new FaceObservationCodec()).snapshotConfiguration();

        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(other)
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void typeInformation_afterJavaSerialization_isEqualAndMakesAnEqualSerializer() throws Exception {
        TypeInformation<StreamSummary> type = InstantiationUtil.clone(FacetTypes.STREAM_SUMMARY);

        assertThat(type).isEqualTo(FacetTypes.STREAM_SUMMARY).hasSameHashCodeAs(FacetTypes.STREAM_SUMMARY);
        assertThat(type.createSerializer(new SerializerConfigImpl())).isEqualTo(serializer);
    }
}
