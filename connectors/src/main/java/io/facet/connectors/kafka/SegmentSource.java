package io.facet.connectors.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

import io.facet.domain.video.SourceRecord;

import static java.util.Objects.requireNonNull;

/** The Flink source of the segments topic: every record untouched, malformed ones too. */
public final class SegmentSource {
    private SegmentSource() {}

    /** Where a job without saved state begins to read. */
    public enum StartOffsets {
        /** At the first record there is. */
        EARLIEST,
        /** Where the consumer group got to; at the first record if it never read. */
        COMMITTED,
        /** At what is published from now on. */
        LATEST;

        // The connector has no other way yet to say what to do where nothing was committed.
        @SuppressWarnings("deprecation")
        private OffsetsInitializer initializer() {
            return switch (this) {
                case EARLIEST -> OffsetsInitializer.earliest();
                case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
                case LATEST -> OffsetsInitializer.latest();
            };
        }
    }

    /**
     * @param type how Flink serializes the records
     */
    public static Builder builder(TypeInformation<SourceRecord> type) {
        return new Builder(type);
    }

    /** Settings of the source. Address, topic and group have no defaults. */
    public static final class Builder {
        private static final Duration DEFAULT_DISCOVERY = Duration.ofMinutes(1);

        private final TypeInformation<SourceRecord> type;
        private final Properties properties = new Properties();
        private String bootstrapServers;
        private String topic;
        private String group;
        private StartOffsets start = StartOffsets.COMMITTED;
        private Duration discovery = DEFAULT_DISCOVERY;
        private boolean stopAtEnd;

        private Builder(TypeInformation<SourceRecord> type) {
            this.type = requireNonNull(type, "type is null");
        }

        /** Address of the brokers. */
        public Builder bootstrapServers(String address) {
            bootstrapServers = address;
            return this;
        }

        /** The segments topic. */
        public Builder topic(String name) {
            topic = name;
            return this;
        }

        /** The consumer group that offsets are committed for at each checkpoint. */
        public Builder group(String id) {
            group = id;
            return this;
        }

        /** Where a job without saved state begins; by default {@link StartOffsets#COMMITTED}. */
        public Builder startAt(StartOffsets offsets) {
            start = offsets;
            return this;
        }

        /** How often new partitions are looked for; by default each minute. */
        public Builder discoverEvery(Duration interval) {
            discovery = interval;
            return this;
        }

        /** Ends at the records that are there when the job starts; by default it never ends. */
        public Builder stopAtEnd() {
            stopAtEnd = true;
            return this;
        }

        /** Further settings of the Kafka consumer, for example its security. */
        public Builder properties(Map<String, String> settings) {
            properties.putAll(settings);
            return this;
        }

        /**
         * @throws NullPointerException naming what was not set
         */
        public KafkaSource<SourceRecord> build() {
            KafkaSourceBuilder<SourceRecord> source = KafkaSource.<SourceRecord>builder()
                    .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                    .setProperties(properties)
                    .setProperty(
                            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                            Long.toString(discovery.toMillis()))
                    .setBootstrapServers(requireNonNull(bootstrapServers, "bootstrapServers is not set"))
                    .setTopics(requireNonNull(topic, "topic is not set"))
                    .setGroupId(requireNonNull(group, "group is not set"))
                    .setStartingOffsets(start.initializer())
                    .setDeserializer(new SourceRecordDeserializer(type));
            if (stopAtEnd) {
                source.setBounded(OffsetsInitializer.latest());
            }
            return source.build();
        }
    }
}
