package io.facet.jobs.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import javax.management.JMException;
import javax.management.ObjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the classes this process has loaded in an archive (the JVM's class data sharing), from which later processes
 * take them ready-made. The launcher asks for one where there is none yet, and hands it to the JVM where there is.
 */
final class StartupArchive {

    /** System property that names the file to write. */
    static final String PROPERTY = "facet.startup.archive";

    private static final Logger LOG = LoggerFactory.getLogger(StartupArchive.class);

    private StartupArchive() {}

    /** Writes the archive if the launcher asked for it. Without one, starts are only slower: a failure is logged. */
    static void writeIfAsked() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return;
        }
        PrintStream out = System.out;
        // The JVM tells of the file on standard output, which belongs to the command's results.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmCds",
                            new Object[] {new String[] {"dynamic_dump", file}},
                            new String[] {String[].class.getName()});
        } catch (JMException | RuntimeException e) {
            LOG.info("No startup archive was written to {}", file, e);
        } finally {
            System.setOut(out);
        }
    }
}
