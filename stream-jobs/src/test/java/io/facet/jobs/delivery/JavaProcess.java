package io.facet.jobs.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another JVM of this machine, asked by {@code jcmd}.
 *
 * @param pid its process id
 */
record JavaProcess(long pid) {
    private static final String JOB_CLASS_LOADER = "ChildFirstClassLoader";

    /** Collects garbage, class loaders among it. */
    void collectGarbage() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /** Class loaders of jobs that are still in memory. */
    long jobClassLoaders() throws IOException, InterruptedException {
        return jcmd("VM.classloader_stats")
                .lines()
                .filter(line -> line.contains(JOB_CLASS_LOADER))
                .count();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(program, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("expected jcmd %d %s to work, got: %s".formatted(pid, command, said));
        }
        return said;
    }
}
