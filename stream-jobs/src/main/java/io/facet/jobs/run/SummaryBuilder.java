package io.facet.jobs.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.face.StreamSummary;
import io.facet.jobs.report.RunSummary;
import io.facet.jobs.report.RunSummary.BundleInfo;

/**
 * Puts a run's summary together.
 *
 * @param collection what was collected
 * @param times what the job's accumulators say
 * @param encoderPasses faces that went through the composed graph of this process
 * @param complete whether every input was analysed to its end
 */
record SummaryBuilder(Collection collection, StageTimes times, long encoderPasses, boolean complete) {

    RunSummary build(RunRequest request, BundleManifest manifest, long startedNanos) throws IOException {
        double wallSeconds = seconds(startedNanos, System.nanoTime());
        Long first = collection.firstObservationNanos();
        long framesSampled = sum(StreamSummary::framesSampled);
        return new RunSummary(
                complete,
                request.inputs().stream().map(Object::toString).toList(),
                new BundleInfo(manifest.id(), manifest.licence()),
                request.options(),
                request.job().delivery().key(),
                wallSeconds,
                first == null ? null : seconds(startedNanos, first),
                sum(StreamSummary::framesDecoded),
                framesSampled,
                sum(StreamSummary::faces),
                collection.observations(),
                encoderPasses,
                collection.tracks(),
                collection.deadLetters(),
                drops(),
                times.seconds(),
                framesSampled / wallSeconds,
                collection.observations() / wallSeconds,
                versions(),
                collection.summaries());
    }

    private long sum(ToLongFunction<StreamSummary> count) {
        return collection.summaries().stream().mapToLong(count).sum();
    }

    /** What was seen and left out on purpose; zero is stated too, so that nobody has to wonder. */
    private Map<String, Long> drops() throws IOException {
        Map<String, Long> drops = new TreeMap<>();
        drops.put("frames not sampled", sum(StreamSummary::framesDecoded) - sum(StreamSummary::framesSampled));
        drops.put("faces not analysed by policy or unalignable", sum(StreamSummary::faces) - collection.observations());
        return drops;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Facet", facetVersion());
        versions.put("Flink", EnvironmentInformation.getVersion());
        versions.put("Kafka", AppInfoParser.getVersion());
        versions.put("Java", Runtime.version().toString());
        return versions;
    }

    private static String facetVersion() {
        String version = SummaryBuilder.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }

    private static double seconds(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1e9;
    }
}
