package io.facet.training.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs steps and reads from Linux how much memory the process holds. */
final class MemoryTrial {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIBI = 1024;

    private MemoryTrial() {}

    /**
     * Runs the steps.
     *
     * @param interval steps between two samples
     * @param onSample told each sample at once
     */
    static MemoryReport run(
            StepTask task, Contender contender, int steps, int interval, Consumer<MemoryReport.Sample> onSample) {
        List<MemoryReport.Sample> samples = new ArrayList<>();
        for (int done = 0; done < steps; ) {
            int next = Math.min(interval, steps - done);
            contender.run(next);
            done += next;
            MemoryReport.Sample sample = new MemoryReport.Sample(done, residentBytes());
            samples.add(sample);
            onSample.accept(sample);
        }
        // The first half fills caches and pools, and lets the JVM settle.
        List<MemoryReport.Sample> settled = samples.subList(samples.size() / 2, samples.size());
        return new MemoryReport(task.recipe(), contender.description(), task.images(), samples, slope(settled));
    }

    /** Resident memory of this process in bytes, as Linux counts it. */
    static long residentBytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
                    .findFirst()
                    .orElseThrow(() -> new IOException(STATUS + " has no VmRSS"));
        } catch (IOException e) {
            throw new UncheckedIOException("resident memory can be read on Linux only", e);
        }
    }

    static double slope(List<MemoryReport.Sample> samples) {
        double meanStep =
                samples.stream().mapToLong(MemoryReport.Sample::step).average().orElse(0);
        double meanBytes = samples.stream()
                .mapToLong(MemoryReport.Sample::residentBytes)
                .average()
                .orElse(0);
        double products = 0;
        double squares = 0;
        for (MemoryReport.Sample sample : samples) {
            products += (sample.step() - meanStep) * (sample.residentBytes() - meanBytes);
            squares += (sample.step() - meanStep) * (sample.step() - meanStep);
        }
        return squares == 0 ? 0 : products / squares;
    }
}
