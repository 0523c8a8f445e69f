package io.facet.jobs.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.Refusal;

import static java.util.Objects.requireNonNull;

/**
 * What a run did, as {@code summary.json} states it.
 *
 * @param complete whether every input was read to its end; false when one could not be, or the run was stopped
 * @param inputs the inputs as they were given
 * @param bundle the bundle that was used
 * @param options the options of the run by name, in the order they should be shown
 * @param delivery {@code exactly-once} or {@code low-latency}
 * @param wallSeconds from the start of the command to the end of the run
 * @param firstObservationSeconds from the start of the command to the first observation; null when there was none
 * @param framesDecoded frames that came out of the decoder
 * @param framesSampled frames that were looked at
 * @param faces detections that were given to a track, over all sampled frames
 * @param observations faces that were analysed
 * @param encoderPasses faces that passed the encoder; equals {@code observations}
 * @param tracks finished tracks of which at least one face was analysed
 * @param deadLetters refused records by reason
 * @param drops what was left out on purpose, by cause
 * @param stageSeconds time each stage took
 * @param framesPerSecond sampled frames per second of wall time
 * @param facesPerSecond analysed faces per second of wall time
 * @param versions versions of the programs and libraries by name, in the order they should be shown
 * @param streams what became of each stream
 */
public record RunSummary(
        boolean complete,
        List<String> inputs,
        BundleInfo bundle,
        Map<String, String> options,
        String delivery,
        double wallSeconds,
        Double firstObservationSeconds,
        long framesDecoded,
        long framesSampled,
        long faces,
        long observations,
        long encoderPasses,
        long tracks,
        Map<Refusal, Long> deadLetters,
        Map<String, Long> drops,
        StageSeconds stageSeconds,
        double framesPerSecond,
        double facesPerSecond,
        Map<String, String> versions,
        List<StreamSummary> streams) {

    public RunSummary {
        requireNonNull(bundle, "bundle is null");
        requireNonNull(delivery, "delivery is null");
        requireNonNull(stageSeconds, "stageSeconds is null");
        inputs = List.copyOf(inputs);
        streams = List.copyOf(streams);
        // Orders are fixed, so that equal runs give equal files.
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        deadLetters = Collections.unmodifiableMap(new TreeMap<>(deadLetters));
        drops = Collections.unmodifiableMap(new TreeMap<>(drops));
    }

    /**
     * The bundle of a run.
     *
     * @param id {@code name@version}
     * @param licence SPDX expression, or {@code research-only}
     */
    public record BundleInfo(String id, String licence) {
        public BundleInfo {
            requireNonNull(id, "id is null");
            requireNonNull(licence, "licence is null");
        }

        /** Whether the licence forbids commercial use, which the report must say clearly. */
        boolean researchOnly() {
            String text = licence.toLowerCase(java.util.Locale.ROOT);
            return text.contains("research") || text.contains("noncommercial") || text.matches(".*\\bnc\\b.*");
        }
    }

    /**
     * Seconds spent in each stage, summed over the threads that ran it.
     *
     * @param decode opening and decoding segments
     * @param detect finding faces
     * @param track giving faces to tracks
     * @param align cutting faces out
     * @param analyze running encoder and heads
     */
    public record StageSeconds(double decode, double detect, double track, double align, double analyze) {}

    /** Refused records over all reasons. */
    long deadLetterCount() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Everything left out on purpose, over all causes. */
    long dropCount() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }
}
