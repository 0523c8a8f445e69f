package io.facet.jobs.analysis;

import java.util.Map;

import org.apache.flink.api.connector.source.Source;

import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultSinks;
import io.facet.connectors.kafka.SegmentSource;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.segment.SegmentTypes;
import io.facet.domain.video.SourceRecord;

/**
 * The main job's two ends in Kafka.
 *
 * @param bootstrapServers address of the brokers
 * @param topics their names
 * @param job name of the job: consumer group and prefix of its transactional ids, so no two running jobs may share it
 * @param delivery exactly once or at least once
 * @param format how results are written
 * @param properties further settings of the Kafka clients, for example their security
 */
public record KafkaEnds(
        String bootstrapServers,
        Topics topics,
        String job,
        DeliveryMode delivery,
        RecordFormat format,
        Map<String, String> properties) {

    /** Reads the segments topic from where the job's group left off, at first from its beginning. */
    public Source<SourceRecord, ?, ?> source() {
        return SegmentSource.builder(SegmentTypes.SOURCE_RECORD)
                .bootstrapServers(bootstrapServers)
                .topic(topics.segments())
                .group(job)
                .properties(properties)
                .build();
    }

    /** Writes the result topics. */
    public AnalysisSinks sinks() {
        ResultSinks sinks = ResultSinks.builder()
                .bootstrapServers(bootstrapServers)
                .topics(topics)
                .job(job)
                .delivery(delivery)
                .format(format)
                .properties(properties)
                .build();
        return new AnalysisSinks(sinks.observations(), sinks.tracks(), sinks.summaries(), sinks.deadLetters());
    }
}
