package io.facet.jobs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;

/**
 * The {@code ffmpeg} program of this machine, as a yardstick for decoding.
 *
 * @param executable its file
 * @param version as it states it
 */
record FfmpegProgram(Path executable, String version) {
    // `bench:` is the program's own clock: without its start, which decoding frames has nothing to do with.
    private static final Pattern SECONDS = Pattern.compile("bench: utime=\\S+ stime=\\S+ rtime=([0-9.]+)s");
    private static final Pattern FRAMES = Pattern.compile("frame=\\s*(\\d+)");
    private static final Pattern VERSION = Pattern.compile("^(ffmpeg version \\S+)");

    /**
     * What to decode.
     *
     * @param file the video
     * @param laps how often
     * @param seconds from its beginning to where, if not to its end
     */
    record Work(Path file, int laps, Optional<Double> seconds) {

        /** The work that decoding these segments so often is. */
        static Work of(BenchInput input, List<Segment> segments, int laps) {
            boolean all = segments.size() == input.segments().size();
            SegmentHeader first = segments.get(0).header();
            SegmentHeader last = segments.get(segments.size() - 1).header();
            double end = (last.firstPtsUs() + last.durationUs() - first.firstPtsUs()) / 1e6;
            return new Work(input.file().path(), laps, all ? Optional.empty() : Optional.of(end));
        }
    }

    /** What was done in which time. */
    record Pass(long frames, double seconds) {
        /** The program was not run. */
        static final Pass NONE = new Pass(0, 1);
    }

    /** The first on the PATH. */
    static Optional<FfmpegProgram> find() throws IOException, InterruptedException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Optional<Path> found = Stream.of(path.split(Pattern.quote(System.getProperty("path.separator"))))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String output = run(List.of(found.get().toString(), "-version"));
        Matcher version = VERSION.matcher(output);
        return Optional.of(new FfmpegProgram(found.get(), version.find() ? version.group(1) : "unknown version"));
    }

    /** Decodes with one thread and throws the frames away. */
    Pass decode(Work work) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(), "-nostdin", "-hide_banner", "-benchmark", "-threads", "1", "-stream_loop"));
        command.add(Integer.toString(work.laps() - 1));
        work.seconds().ifPresent(seconds -> {
            command.add("-t");
            command.add(String.format(Locale.ROOT, "%.6f", seconds));
        });
        command.addAll(List.of("-i", work.file().toAbsolutePath().toString(), "-map", "0:v:0"));
        command.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        String output = run(command);
        Matcher seconds = SECONDS.matcher(output);
        Matcher frames = FRAMES.matcher(output);
        long count = -1;
        while (frames.find()) {
            count = Long.parseLong(frames.group(1));
        }
        if (!seconds.find() || count < 1) {
            throw new IOException("expected frames and a time from %s, found: %s".formatted(command, lastLine(output)));
        }
        return new Pass(count, Double.parseDouble(seconds.group(1)));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("%s ended with code %d: %s".formatted(command, code, lastLine(output)));
            }
            return output;
        } finally {
            process.destroy();
        }
    }

    private static String lastLine(String output) {
        return output.lines().reduce("", (before, line) -> line.isBlank() ? before : line.strip());
    }
}
