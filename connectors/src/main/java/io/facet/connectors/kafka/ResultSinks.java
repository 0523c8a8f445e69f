package io.facet.connectors.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerConfig;

import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.TrackRecord;
import io.facet.connectors.record.WireRecord;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.DeadLetter;

import static java.util.Objects.requireNonNull;

/**
 * The Flink sinks of the result topics, all with the same delivery, format and client settings.
 *
 * <p>With {@link DeliveryMode#EXACTLY_ONCE} each sink has its own prefix of transaction names, {@code <job>-<topic>}: two
 * jobs that run at once against one Kafka need different names, or each would abort the other's transactions.
 */
public final class ResultSinks {
    /**
     * Below the 15 minutes that brokers allow by default; longer than any checkpoint interval together with a restart,
     * because a transaction that Kafka gives up before the job commits it is lost.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(14);
    /** Header and framing, which count towards the largest request. */
    private static final int ENVELOPE_BYTES = 64 << 10;

    private final String bootstrapServers;
    private final Topics topics;
    private final String job;
    private final DeliveryMode delivery;
    private final RecordFormat format;
    private final Properties properties = new Properties();

    private ResultSinks(Builder settings) {
        bootstrapServers = requireNonNull(settings.bootstrapServers, "bootstrapServers is not set");
        topics = requireNonNull(settings.topics, "topics is not set");
        job = requireNonNull(settings.job, "job is not set");
        delivery = settings.delivery;
        format = settings.format;
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        properties.putAll(settings.properties);
    }

    /** Settings still to be made. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sink of the observations topic. */
    public KafkaSink<FaceObservation> observations() {
        return sink(topics.observations(), ObservationRecord.class, ObservationRecord::from);
    }

    /** Sink of the tracks topic. */
    public KafkaSink<FinishedTrack> tracks() {
        return sink(topics.tracks(), TrackRecord.class, TrackRecord::from);
    }

    /** Sink of the statistics topic. */
    public KafkaSink<StreamSummary> summaries() {
        return sink(topics.stats(), StreamSummaryRecord.class, StreamSummaryRecord::from);
    }

    /**
     * Sink of the dead-letters topic. A letter over {@link Topics#MAX_DEAD_LETTER_BYTES} is written without its value, and
     * with what else its sender decided cut short: a record no broker takes would stop the job at the same place for ever.
     */
    public KafkaSink<DeadLetter> deadLetters() {
        int max = Topics.MAX_DEAD_LETTER_BYTES;
        ResultSerializer<DeadLetter, DeadLetterRecord> serializer = new ResultSerializer<>(
                topics.deadLetters(),
                DeadLetterRecord.class,
                DeadLetterRecord::from,
                DeadLetterRecord::shortened,
                format,
                max - ENVELOPE_BYTES);
        return base(topics.deadLetters(), serializer)
                .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(max))
                .build();
    }

    private <D, W extends WireRecord> KafkaSink<D> sink(
            String topic, Class<W> wireClass, SerializableFunction<D, W> toWire) {
        return base(topic, new ResultSerializer<>(topic, wireClass, toWire, wire -> wire, format, Integer.MAX_VALUE))
                .build();
    }

    private <D> KafkaSinkBuilder<D> base(String topic, ResultSerializer<D, ?> serializer) {
        KafkaSinkBuilder<D> sink = KafkaSink.<D>builder()
                .setBootstrapServers(bootstrapServers)
                .setKafkaProducerConfig(properties)
                .setRecordSerializer(serializer)
                .setDeliveryGuarantee(delivery.guarantee());
        if (delivery == DeliveryMode.EXACTLY_ONCE) {
            sink.setTransactionalIdPrefix(job + "-" + topic);
        }
        return sink;
    }

    /** Settings of the sinks. Address, topics and job have no defaults. */
    public static final class Builder {
        private final Map<String, String> properties = new LinkedHashMap<>();
        private String bootstrapServers;
        private Topics topics;
        private String job;
        private DeliveryMode delivery = DeliveryMode.EXACTLY_ONCE;
        private RecordFormat format = RecordFormat.AVRO;

        private Builder() {}

        /** Address of the brokers. */
        public Builder bootstrapServers(String address) {
            bootstrapServers = address;
            return this;
        }

        /** Names of the topics. */
        public Builder topics(Topics names) {
            topics = names;
            return this;
        }

        /** The job's name, the same at every restart and no other job's. */
        public Builder job(String name) {
            job = name;
            return this;
        }

        /** By default {@link DeliveryMode#EXACTLY_ONCE}. */
        public Builder delivery(DeliveryMode mode) {
            delivery = mode;
            return this;
        }

        /** By default {@link RecordFormat#AVRO}. */
        public Builder format(RecordFormat recordFormat) {
            format = recordFormat;
            return this;
        }

        /** Further settings of the Kafka producer, for example its security. */
        public Builder properties(Map<String, String> settings) {
            properties.putAll(settings);
            return this;
        }

        /**
         * @throws NullPointerException naming what was not set
         */
        public ResultSinks build() {
            return new ResultSinks(this);
        }
    }
}
