package io.facet.training.loop.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run ran on.
 *
 * @param system operating system and architecture
 * @param processor its name, or the architecture where the system does not tell
 * @param processors logical processors that the JVM may use
 * @param heapBytes the most the Java heap may take
 * @param processes that trained together
 */
public record Hardware(String system, String processor, int processors, long heapBytes, int processes) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine. */
    public static Hardware here(int processes) {
        String architecture = System.getProperty("os.arch");
        return new Hardware(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + architecture,
                processor(architecture),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                processes);
    }

    private static String processor(String otherwise) {
        if (!Files.isReadable(CPU_INFO)) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException unreadable) {
            return otherwise;
        }
    }
}
