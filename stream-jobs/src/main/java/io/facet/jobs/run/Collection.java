package io.facet.jobs.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.TrackRecord;
import io.facet.connectors.record.WireRecord;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.Refusal;
import io.facet.jobs.report.ResultFiles;

/**
 * Reads committed results and writes them to files as they come. One thread.
 */
final class Collection {
    private final ResultReader reader;
    private final ResultFiles files;
    private final Map<String, StreamSummary> summaries = new TreeMap<>();
    private final Map<Refusal, Long> deadLetters = new EnumMap<>(Refusal.class);
    private final Map<String, Counts> counts = new HashMap<>();
    private long observations;
    private long tracks;
    private Long firstObservationNanos;

    /** Records of one stream that have come. */
    private static final class Counts {
        long observations;
        long tracks;
        long deadLetters;

        /** Each topic is committed on its own, so a summary can be seen before the last of what it sums up. */
        boolean reach(StreamSummary summary) {
            return observations >= summary.observations()
                    && tracks >= summary.tracks()
                    && deadLetters >= summary.refusedSegments();
        }
    }

    Collection(ResultReader reader, ResultFiles files) {
        this.reader = reader;
        this.files = files;
    }

    /** Waits for results up to a limit, and takes those that are there. */
    void poll(Duration limit) throws IOException {
        Lines lines = new Lines();
        for (WireRecord record : reader.poll(limit)) {
            take(record, lines);
        }
        files.append(ResultFiles.Lines.OBSERVATIONS, lines.observations);
        files.append(ResultFiles.Lines.TRACKS, lines.tracks);
        files.append(ResultFiles.Lines.DEAD_LETTERS, lines.deadLetters);
    }

    private void take(WireRecord record, Lines lines) {
        if (record instanceof ObservationRecord observation) {
            if (firstObservationNanos == null) {
                firstObservationNanos = System.nanoTime();
            }
            observations++;
            of(observation.stream()).observations++;
            lines.observations.add(Lines.OBSERVATION.encode(observation));
        } else if (record instanceof TrackRecord track) {
            tracks++;
            of(track.stream()).tracks++;
            lines.tracks.add(Lines.TRACK.encode(track));
        } else if (record instanceof StreamSummaryRecord summary) {
            summaries.put(summary.stream(), summary.toDomain());
        } else if (record instanceof DeadLetterRecord letter) {
            of(letter.stream()).deadLetters++;
            deadLetters.merge(Refusal.valueOf(letter.reason()), 1L, Long::sum);
            lines.deadLetters.add(Lines.DEAD_LETTER.encode(letter));
        }
    }

    private Counts of(String stream) {
        return counts.computeIfAbsent(stream, name -> new Counts());
    }

    /** Whether the summaries of all these streams have come, and everything they sum up. */
    boolean complete(Set<String> streams) {
        return streams.stream()
                .allMatch(stream -> summaries.containsKey(stream) && of(stream).reach(summaries.get(stream)));
    }

    long observations() {
        return observations;
    }

    long tracks() {
        return tracks;
    }

    /** {@link System#nanoTime} of the first observation; null while there is none. */
    Long firstObservationNanos() {
        return firstObservationNanos;
    }

    /** Summaries so far, by stream. */
    List<StreamSummary> summaries() {
        return List.copyOf(summaries.values());
    }

    /** Refused records so far, by reason. */
    Map<Refusal, Long> deadLetters() {
        return Map.copyOf(deadLetters);
    }

    /** The lines of one poll. */
    private static final class Lines {
        static final RecordCodec<ObservationRecord> OBSERVATION =
                RecordCodec.of(ObservationRecord.class, RecordFormat.JSON);
        static final RecordCodec<TrackRecord> TRACK = RecordCodec.of(TrackRecord.class, RecordFormat.JSON);
        static final RecordCodec<DeadLetterRecord> DEAD_LETTER =
                RecordCodec.of(DeadLetterRecord.class, RecordFormat.JSON);

        final List<byte[]> observations = new ArrayList<>();
        final List<byte[]> tracks = new ArrayList<>();
        final List<byte[]> deadLetters = new ArrayList<>();
    }
}
