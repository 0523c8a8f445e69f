package io.facet.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.facet.domain.UserError;

/**
 * The jars the build lays out, by who loads them: see the distribution in the module's POM.
 *
 * @param root the folder with the groups {@code flink}, {@code job}, {@code kafka}
 */
public record Distribution(Path root) {

    /** System property that names the folder; the launcher sets it. */
    public static final String PROPERTY = "facet.dist";

    /** The distribution this program was started from. */
    public static Distribution current() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new UserError("the jars to start processes from are not known: start Facet by its launcher, or set -D"
                    + PROPERTY + "=<folder>");
        }
        return new Distribution(Path.of(folder).toAbsolutePath());
    }

    /** What JobManager and TaskManagers load. */
    public List<Path> flink() {
        return group("flink");
    }

    /** What a submission ships: Facet's own modules and what they need on top of {@link #flink}. */
    public List<Path> job() {
        return group("job");
    }

    /** What the broker loads: its own jars, and of the others what it shares with Facet. */
    public List<Path> broker() {
        List<Path> jars = new ArrayList<>(group("kafka"));
        jars.addAll(job());
        jars.addAll(flink());
        return List.copyOf(jars);
    }

    private List<Path> group(String name) {
        Path folder = root.resolve(name);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("expected Facet's jars in " + folder + ", which cannot be read; build Facet first", e);
        }
    }
}
