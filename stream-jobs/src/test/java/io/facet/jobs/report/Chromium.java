package io.facet.jobs.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser on this machine, run without a display and without network services. */
record Chromium(Path program) {
    private static final long SECONDS = 90;

    /** The first {@code chromium} on the PATH. */
    static Optional<Chromium> find() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /** The document as it is after its scripts have run. */
    String dumpDom(Path page, Path work) throws IOException, InterruptedException {
        Path dom = work.resolve("dom.html");
        run(page, work, List.of("--dump-dom"), dom);
        return Files.readString(dom);
    }

    void screenshot(Path page, Path work, Path png, int width, int height, boolean dark)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--screenshot=" + png, "--window-size=" + width + "," + height));
        if (dark) {
            options.add("--blink-settings=preferredColorScheme=0");
        }
        run(page, work, options, work.resolve("screenshot.txt"));
    }

    private void run(Path page, Path work, List<String> options, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + work.resolve("profile"),
                "--virtual-time-budget=5000"));
        command.addAll(options);
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("chromium did not end within " + SECONDS + " s for " + page);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("chromium ended with exit code " + process.exitValue() + " for " + page);
        }
    }
}
