package io.facet.jobs.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param cpu the processor's name
 * @param cores logical cores the JVM may use
 * @param os operating system and version
 * @param java version of the JVM
 * @param loadAtStart processes that ran or waited to run, averaged over the minute before; figures of a machine that does
 *     other work are worth little. Negative where the system does not say
 */
public record Machine(String cpu, int cores, String os, String java, double loadAtStart) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static Machine current() {
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String cpuName() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}
