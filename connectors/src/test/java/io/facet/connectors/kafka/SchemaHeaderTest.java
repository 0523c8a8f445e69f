package io.facet.connectors.kafka;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.connectors.record.MalformedRecordException;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.RecordKind;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaHeaderTest {

    @Test
    void text_observationAsJson_readsAsDocumented() {
        SchemaHeader header = SchemaHeader.of(RecordKind.OBSERVATION, RecordFormat.JSON);

        assertThat(header.text()).isEqualTo("observation;v=1;format=json");
        assertThat(SchemaHeader.parse("dead-letter;v=1;format=avro"))
                .isEqualTo(SchemaHeader.of(RecordKind.DEAD_LETTER, RecordFormat.AVRO));
    }

    @Test
    void find_severalHeaders_readsOurs() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", null);
        headers.add(SchemaHeader.NAME, "track;v=1;format=json".getBytes(UTF_8));

        assertThat(SchemaHeader.find(headers).kind()).isEqualTo(RecordKind.TRACK);
    }

    @Test
    void find_noHeader_saysWhichIsMissing() {
        assertThatThrownBy(() -> SchemaHeader.find(new RecordHeaders()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("expected a header facet-schema, found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "observation", "face;v=1;format=json", "track;v=1;format=xml", "track;v=x;format=json"})
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> SchemaHeader.parse(text))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
