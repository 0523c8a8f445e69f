package io.facet.jobs.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.TrackRecord;
import io.facet.connectors.record.WireRecord;

/** The records a job delivered, by their encoded form, and how often each came. */
final class Delivered {
    private final Map<String, Integer> timesByRecord = new LinkedHashMap<>();
    private final Map<Class<?>, Integer> distinctByKind = new LinkedHashMap<>();
    private final Map<String, Map<Class<?>, Integer>> distinctByStream = new LinkedHashMap<>();
    private final Map<String, StreamSummaryRecord> summaries = new LinkedHashMap<>();

    /** Takes what comes within the time. */
    void take(ResultReader reader, Duration wait) {
        reader.poll(wait).forEach(this::take);
    }

    private void take(WireRecord record) {
        if (timesByRecord.merge(encode(record), 1, Integer::sum) > 1) {
            return;
        }
        distinctByKind.merge(record.getClass(), 1, Integer::sum);
        distinctByStream
                .computeIfAbsent(record.stream(), stream -> new LinkedHashMap<>())
                .merge(record.getClass(), 1, Integer::sum);
        if (record instanceof StreamSummaryRecord summary) {
            summaries.put(summary.stream(), summary);
        }
    }

    private static String encode(WireRecord record) {
        return encode(record, record.getClass());
    }

    private static <T extends WireRecord> String encode(WireRecord record, Class<T> kind) {
        byte[] json = RecordCodec.of(kind, RecordFormat.JSON).encode(kind.cast(record));
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Whether the summaries of all these streams have come, and everything they sum up, repetitions not counted. */
    boolean complete(Set<String> streams) {
        return streams.stream().allMatch(stream -> summaries.containsKey(stream) && reaches(summaries.get(stream)));
    }

    private boolean reaches(StreamSummaryRecord summary) {
        Map<Class<?>, Integer> came = distinctByStream.get(summary.stream());
        return came.getOrDefault(ObservationRecord.class, 0) >= summary.observations()
                && came.getOrDefault(TrackRecord.class, 0) >= summary.tracks()
                && came.getOrDefault(DeadLetterRecord.class, 0) >= summary.refusedSegments();
    }

    /** Records that differ from each other. */
    int distinct(Class<? extends WireRecord> kind) {
        return distinctByKind.getOrDefault(kind, 0);
    }

    /** Records that repeat another one. */
    int repetitions() {
        return timesByRecord.values().stream().mapToInt(times -> times - 1).sum();
    }

    /** Records that only one of the two has, each with the side it is on; repetitions do not count. */
    List<String> differencesFrom(Delivered expected) {
        List<String> differences = new ArrayList<>();
        timesByRecord.keySet().stream()
                .filter(record -> !expected.timesByRecord.containsKey(record))
                .forEach(record -> differences.add("unexpected: " + record));
        expected.timesByRecord.keySet().stream()
                .filter(record -> !timesByRecord.containsKey(record))
                .forEach(record -> differences.add("missing: " + record));
        return differences;
    }

    /** Distinct records of each kind, and repetitions, for a person. */
    String text() {
        return "%d observations, %d tracks, %d summaries, %d dead letters, %d repetitions"
                .formatted(
                        distinct(ObservationRecord.class),
                        distinct(TrackRecord.class),
                        distinct(StreamSummaryRecord.class),
                        distinct(DeadLetterRecord.class),
                        repetitions());
    }
}
