package io.facet.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The processes of one cluster. One file a process; confined to the thread that holds the cluster's lock. */
final class ProcessTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";

    /**
     * A process that gives its memory back has no command line any more, but still has its ports. Not for ever: one whose
     * parent never asks for its exit code keeps its number.
     */
    private static final Duration LINGERING = Duration.ofSeconds(5);

    private final ClusterLayout layout;

    ProcessTable(ClusterLayout layout) {
        this.layout = layout;
    }

    /** Starts the program in a session of its own, so that Ctrl-C and a closed terminal do not reach it. */
    ProcessEntry start(ProcessSpec spec) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(ProcessEntry.marker(layout.root(), spec.name(), spec.incarnation()));
        command.addAll(spec.jvmOptions());
        command.add(spec.mainClass());
        command.addAll(spec.arguments());

        ProcessBuilder builder = new ProcessBuilder(command);
        // In the environment rather than in the command: a hundred jars would drown what `ps` shows, and the marker.
        builder.environment().put("CLASSPATH", joined(spec.classPath()));
        // Inference and decoding allocate from many threads; an arena each would keep what they free.
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.directory(layout.root().toFile());
        builder.redirectErrorStream(true).redirectOutput(output(spec.name()).toFile());
        Process process = builder.start();
        process.getOutputStream().close();

        ProcessEntry entry = new ProcessEntry(spec.name(), spec.incarnation(), process.pid());
        JSON.writeValue(file(spec.name()).toFile(), entry);
        return entry;
    }

    /** All processes that were started and not stopped, dead ones included, by name. */
    List<ProcessEntry> entries() throws IOException {
        if (!Files.isDirectory(layout.processes())) {
            return List.of();
        }
        List<ProcessEntry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(layout.processes())) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                entries.add(JSON.readValue(file.toFile(), ProcessEntry.class));
            }
        }
        return entries;
    }

    List<ProcessEntry> alive() throws IOException {
        return entries().stream().filter(entry -> entry.isAlive(layout.root())).toList();
    }

    /**
     * Asks the processes to end, all at once, and ends by force those that still live after {@code grace}. Returns when
     * their ports and memory are free.
     *
     * @return those that had to be ended by force
     */
    List<ProcessEntry> stop(List<ProcessEntry> entries, Duration grace) throws IOException, InterruptedException {
        entries.forEach(entry -> entry.handle(layout.root()).ifPresent(ProcessHandle::destroy));
        Waiting.until(grace, () -> entries.stream().noneMatch(entry -> entry.isAlive(layout.root())));
        List<ProcessEntry> stubborn =
                entries.stream().filter(entry -> entry.isAlive(layout.root())).toList();
        stubborn.forEach(entry -> entry.handle(layout.root()).ifPresent(ProcessHandle::destroyForcibly));
        boolean gone = Waiting.until(
                Duration.ofSeconds(10), () -> stubborn.stream().noneMatch(entry -> entry.isAlive(layout.root())));
        if (!gone) {
            throw new IOException("Processes outlive SIGKILL: " + stubborn);
        }
        Waiting.until(LINGERING, () -> entries.stream().allMatch(entry -> entry.hasEnded(layout.root())));
        for (ProcessEntry entry : entries) {
            Files.deleteIfExists(file(entry.name()));
        }
        return stubborn;
    }

    /** What the process wrote, its log or else its plain output: the last lines. */
    String logTail(String name, int lines) throws IOException {
        Path log = log(layout, name);
        Path file = Files.exists(log) && Files.size(log) > 0 ? log : output(name);
        List<String> all = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return all.stream().skip(Math.max(0, all.size() - lines)).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Resident memory in bytes, where the system tells. */
    static Optional<Long> residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static Path log(ClusterLayout layout, String name) {
        return layout.logs().resolve(name + ".log");
    }

    private Path output(String name) {
        return layout.logs().resolve(name + ".out");
    }

    private Path file(String name) {
        return layout.processes().resolve(name + SUFFIX);
    }

    private static String joined(List<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
