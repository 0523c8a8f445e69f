package io.facet.connectors.record;

import java.util.List;
import java.util.Map;

import io.facet.connectors.segment.Excerpt;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

import static java.util.Objects.requireNonNull;

/**
 * An input that was refused; the record of the dead-letters topic.
 *
 * @param schemaVersion version of this form
 * @param stream key of the refused record; empty if it had none
 * @param stage the operator that refused it
 * @param reason name of the {@link Refusal}
 * @param message one line for a person: what was expected and what was found
 * @param topic topic the refused record was read from
 * @param partition its partition there
 * @param offset its offset there
 * @param headers header values by name: printable ASCII as it is, anything else as base64 after {@code base64:}
 * @param valueBytes size of the refused value in bytes
 * @param value the refused value; null if it is too large for the topic, see {@link #shortened()}
 */
public record DeadLetterRecord(
        int schemaVersion,
        String stream,
        String stage,
        String reason,
        String message,
        String topic,
        int partition,
        long offset,
        Map<String, String> headers,
        int valueBytes,
        byte[] value)
        implements WireRecord {
    private static final int MAX_NAME = 255;
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_HEADERS = 64;

    public DeadLetterRecord {
        requireNonNull(stream, "stream is missing");
        requireNonNull(stage, "stage is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
        requireNonNull(topic, "topic is missing");
        requireNonNull(headers, "headers is missing");
    }

    /** The wire form; shares the value with the dead letter. */
    public static DeadLetterRecord from(DeadLetter letter) {
        SourceRecord input = letter.input();
        return new DeadLetterRecord(
                SCHEMA_VERSION,
                input.stream(),
                letter.stage(),
                letter.reason().name(),
                letter.message(),
                input.topic(),
                input.partition(),
                input.offset(),
                HeaderText.from(input.headers()),
                input.value().length,
                input.value());
    }

    /**
     * The same letter without the value, which can still be read at its topic, partition and offset. What else a sender
     * decides is cut, so that the letter is small whatever was sent: the stream to 255 characters, the message to 1,000,
     * the headers to the first 64 with names of 255 and values of 1,000 characters.
     */
    public DeadLetterRecord shortened() {
        return new DeadLetterRecord(
                schemaVersion,
                Excerpt.cut(stream, MAX_NAME),
                stage,
                reason,
                Excerpt.cut(message, MAX_MESSAGE),
                topic,
                partition,
                offset,
                HeaderText.shortened(headers, MAX_HEADERS, MAX_NAME),
                valueBytes,
                null);
    }

    /** The dead letter; its input has an empty value if this record has none. */
    public DeadLetter toDomain() {
        return new DeadLetter(
                new SourceRecord(
                        stream,
                        topic,
                        partition,
                        offset,
                        HeaderText.toBytes(headers),
                        value == null ? new byte[0] : value),
                stage,
                refusal(),
                message);
    }

    private Refusal refusal() {
        try {
            return Refusal.valueOf(reason);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(
                    "expected a reason of %s, found %s".formatted(List.of(Refusal.values()), reason), e);
        }
    }
}
