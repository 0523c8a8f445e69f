package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.facet.connectors.record.ObservationRecord;
import io.facet.inference.testing.PublishedNetworks;
import io.facet.jobs.cli.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs over the videos beside the repository, with the bundle of published networks. */
final class SharedRun {
    private final Path folder;
    private Path bundle;

    /** @param folder where bundle and results go */
    SharedRun(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs the command line over files of {@code ../shared}; skips the calling test where they are not there.
     *
     * @param name of the output folder
     * @param files for example {@code videos/single_face.mp4}
     */
    RunResults over(String name, List<String> files, String... options) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("run", "--input"));
        files.forEach(file -> arguments.add(PublishedNetworks.shared(file)));
        if (bundle == null) {
            PublishedNetworks.assemble(folder.resolve("bundle"));
            bundle = folder.resolve("bundle");
        }
        arguments.addAll(List.of("--bundle", bundle, "--out", folder.resolve(name), "--no-report"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.code()).as("%s", run.err()).isZero();
        return RunResults.of(folder.resolve(name));
    }

    /** How many of a stream's sampled frames show how many faces. */
    static SortedMap<Integer, Long> frameCounts(RunResults results, String stream) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        SortedMap<Long, List<ObservationRecord>> frames = results.frames(stream);
        frames.values().forEach(faces -> counts.merge(faces.size(), 1L, Long::sum));
        long empty = results.stream(stream).get("framesSampled").asLong() - frames.size();
        if (empty > 0) {
            counts.put(0, empty);
        }
        return counts;
    }

    /** The share of a stream's sampled frames that show from {@code least} to {@code most} faces. */
    static double share(RunResults results, String stream, int least, int most) {
        long all = results.stream(stream).get("framesSampled").asLong();
        long within = frameCounts(results, stream).subMap(least, most + 1).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return within / (double) all;
    }
}
