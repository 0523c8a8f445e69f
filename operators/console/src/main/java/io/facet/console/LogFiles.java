package io.facet.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

import org.apache.logging.log4j.core.config.Configurator;

/**
 * Where this process logs to. From the start, only warnings of Facet and errors of its libraries reach the console;
 * {@link #into} adds a file with everything.
 */
public final class LogFiles {

    private static final String FOLDER_PROPERTY = "facet.log.dir";

    private LogFiles() {}

    /**
     * Also logs to {@code folder/facet.log} from now on, for the whole process. Creates the folder; adds to the file that an
     * earlier process left.
     */
    public static void into(Path folder) {
        System.setProperty(FOLDER_PROPERTY, folder.toAbsolutePath().toString());
        Configurator.reconfigure(withFile());
    }

    private static URI withFile() {
        try {
            return LogFiles.class.getResource("/log4j2-file.xml").toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Log configuration has no readable address", e);
        }
    }
}
